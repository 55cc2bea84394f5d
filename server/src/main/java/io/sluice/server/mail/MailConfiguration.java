package io.sluice.server.mail;

import io.sluice.server.job.AgedRows;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.BaseUrl;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class MailConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(MailConfiguration.class);

  @Bean
  Letterhead letterhead(MailSettings settings, BaseUrl base) {
    return Letterhead.of(settings.from(), base.value());
  }

  @Bean
  MailStore mailStore(JdbcClient jdbc) {
    return new MailStore(jdbc);
  }

  @Bean
  Mails mails(MailStore store, Jobs jobs, Letterhead letterhead, Clock clock) {
    return new Mails(store, jobs, letterhead, clock);
  }

  /** No bean without a mail server: with nobody to take them, mails wait in the outbox. */
  @Bean
  @Nullable JobHandler mailCarrier(MailSettings settings, MailStore store, Letterhead letterhead, Clock clock) {
    if (settings.server().isEmpty()) {
      LOG.warn("no mail server is set (SLUICE_SMTP_URL): mails wait in the outbox until one is");
      return null;
    }
    return new MailCarrier(store, new SmtpServer(settings.server().get(), letterhead), letterhead, clock);
  }

  @Bean
  MailRetention mailRetention(AgedRows rows, Clock clock) {
    return new MailRetention(rows, clock);
  }
}
