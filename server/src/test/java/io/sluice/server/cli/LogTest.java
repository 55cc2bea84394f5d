package io.sluice.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTest {

  @Test
  void a_message_is_one_line_whatever_a_stranger_put_into_it() throws JoranException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator file = new JoranConfigurator();
    file.setContext(context);
    file.doConfigure(LogTest.class.getResource("/logback.xml"));
    Logger logger = context.getLogger("io.sluice.server.Provider");
    var console = (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    var event = new LoggingEvent("", logger, Level.INFO, "refused: {}", null,
        new Object[] {"x\r\n2026-01-01 ERROR forged\u001b[2J\u0085é"});

    String line = new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith(" INFO  Provider: refused: x  2026-01-01 ERROR forged [2J é" + System.lineSeparator());
    context.stop();
  }
}
