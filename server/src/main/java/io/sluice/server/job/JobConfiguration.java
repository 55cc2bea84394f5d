package io.sluice.server.job;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {

  /** How late a job can be that was left on another node: the bell rings on this one only. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_GRACE = Duration.ofSeconds(15);

  @Bean
  Bell jobBell() {
    return new Bell();
  }

  @Bean
  JobStore jobStore(JdbcClient jdbc) {
    return new JobStore(jdbc);
  }

  @Bean
  Jobs jobs(JobStore store, Bell bell, Clock clock) {
    return new Jobs(store, bell, clock);
  }

  @Bean
  AgedRows agedRows(JdbcClient jdbc) {
    return new AgedRows(new AgedRowsStore(jdbc));
  }

  @Bean
  JobRetention jobRetention(AgedRows rows, Clock clock) {
    return new JobRetention(rows, clock);
  }

  /** What comes again, as work for the same hands. */
  @Bean
  List<UpkeepHandler> upkeepHandlers(ObjectProvider<Upkeep> upkeeps, Jobs jobs, PlatformTransactionManager transactions,
      Clock clock) {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    return upkeeps.orderedStream().map(upkeep -> new UpkeepHandler(upkeep, jobs, transaction, clock)).toList();
  }

  @Bean
  ApplicationRunner firstUpkeep(@Qualifier("upkeepHandlers") List<UpkeepHandler> upkeeps, Clock clock) {
    return _ -> upkeeps.forEach(upkeep -> upkeep.schedule(clock.instant()));
  }

  @Bean
  JobWorkers jobWorkers(ObjectProvider<JobHandler> handlers, @Qualifier("upkeepHandlers") List<UpkeepHandler> upkeeps,
      JobStore store, PlatformTransactionManager transactions, Bell bell, Clock clock, LeaseHolder holder) {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    Function<JobHandler, KindWorker> hiring =
        handler -> new KindWorker(handler, store, transaction, bell, clock, holder.name(), POLL_INTERVAL);
    List<JobHandler> all = Stream.concat(handlers.orderedStream(), upkeeps.stream()).toList();
    Runnable releasing = holder.isHeld() ? () -> store.releaseAllOf(holder.name()) : () -> {};
    return new JobWorkers(all, hiring, releasing, STOP_GRACE);
  }
}
