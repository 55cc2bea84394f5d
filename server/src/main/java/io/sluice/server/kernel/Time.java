package io.sluice.server.kernel;

import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock. Never steps back; ticks in microseconds, as PostgreSQL does: what is written is read. */
@Configuration(proxyBeanMethods = false)
class Time {

  @Bean
  Clock clock() {
    return Clock.tick(new SteadyClock(Clock.systemUTC(), System::nanoTime), Duration.ofNanos(1_000));
  }
}
