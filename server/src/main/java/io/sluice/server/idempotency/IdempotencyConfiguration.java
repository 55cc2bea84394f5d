package io.sluice.server.idempotency;

import io.sluice.server.job.Jobs;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

  @Bean
  KeyRetention keyRetention(
      List<ExpiringKeys> keys, Jobs jobs, PlatformTransactionManager transactions, Clock clock) {
    return new KeyRetention(keys, jobs, new TransactionTemplate(transactions), clock);
  }

  @Bean
  ApplicationRunner firstKeyRetention(KeyRetention retention, Clock clock) {
    return _ -> retention.schedule(clock.instant());
  }
}
