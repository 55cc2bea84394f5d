package io.sluice.server.http.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * The time between being told to stop and stopping (decision 0154). {@code GET /status} says that the server leaves, it
 * goes on taking requests until whoever sends them has seen that, and closes each connection with an answer: a request
 * that meets a connection being closed has none.
 */
final class Draining implements SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

  private final Duration time;
  private @Nullable AbstractHttp11Protocol<?> http;
  private volatile boolean taking;
  private volatile long since = System.nanoTime();
  private volatile boolean running;

  Draining(DrainTime time) {
    this.time = time.value();
  }

  void watch(Connector connector) {
    http = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
  }

  @Override
  public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
    if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      taking = true;
    } else if (taking && http != null) {
      http.setMaxKeepAliveRequests(1);
      since = System.nanoTime();
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /** What was stopped before, after its last turn or mail, took of the same time. */
  @Override
  public void stop() {
    running = false;
    try {
      if (taking) {
        TimeUnit.NANOSECONDS.sleep(since + time.toNanos() - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever stops the program wants it to end sooner
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
  }
}
