package io.sluice.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogTest {

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void read() throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator file = new JoranConfigurator();
    file.setContext(context);
    file.doConfigure(LogTest.class.getResource("/logback.xml"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void a_message_is_one_line_whatever_a_stranger_put_into_it() {
    var event = new LoggingEvent("", context.getLogger("io.sluice.server.Provider"), Level.INFO, "refused: {}", null,
        new Object[] {"x\r\n2026-01-01 ERROR forged\u001b[2J\u0085é"});

    assertThat(line(event))
        .endsWith(" INFO  Provider: refused: x  2026-01-01 ERROR forged [2J é" + System.lineSeparator());
  }

  @Test
  void what_is_logged_while_a_request_is_served_names_it() {
    SluiceServer server = SluiceServer.shared();
    Party acme = server.open("Acme");
    LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();
    List<String> lines = new CopyOnWriteArrayList<>();
    var all = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        lines.add(line(event)); // here, on the thread that says it
      }
    };
    all.start();
    Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(all);
    spoil(server, acme, "entity");
    spoil(server, acme, "lead");
    try {
      server.send(acme.request("/entities").header("X-Request-Id", "asked-1").header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString("""
              {"name": "Rainy Leads", "source": "seller", "recipient": null, "module_ids": []}"""))).is(500);
      HttpRequest.Builder submission = flow.request("submit").header("X-Request-Id", "sent-1")
          .header("Content-Type", "application/json");
      server.send(submission.POST(BodyPublishers.ofString("{}"))).is(500);
    } finally {
      root.detachAppender(all);
      server.db().sql("ALTER TABLE entity DROP CONSTRAINT spoilt").update();
      server.db().sql("ALTER TABLE lead DROP CONSTRAINT spoilt").update();
    }
    assertThat(lines).anyMatch(line -> line.contains(" ERROR Problems [asked-1]: POST /entities failed"));
    assertThat(lines).anyMatch(line -> line.contains(" ERROR SubmitFilter [sent-1]: a submission to " + flow.path()));
  }

  /** From here on the database refuses what would be written for this account. */
  private static void spoil(SluiceServer server, Party party, String table) {
    server.db().sql("ALTER TABLE %s ADD CONSTRAINT spoilt CHECK (account_id <> '%s') NOT VALID"
        .formatted(table, party.accountId())).update();
  }

  /** As the program writes it. */
  private String line(ILoggingEvent event) {
    @SuppressWarnings("unchecked")
    var console = (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
