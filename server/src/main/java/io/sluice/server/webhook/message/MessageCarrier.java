package io.sluice.server.webhook.message;

import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.OutboundResult;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.webhook.endpoint.OpenEndpoint;
import io.sluice.server.webhook.endpoint.WebhookEndpoint;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the attempts (decision 0103). An endpoint is one job: one node at a time is on it, with a few requests at once,
 * so a slow endpoint holds up nobody but itself, and no message goes out twice for one attempt.
 *
 * <p>An attempt is written down after it was made. A node that dies in between leaves a message that is sent again,
 * under its own id.
 */
final class MessageCarrier implements JobHandler {

  static final Duration TIMEOUT = Duration.ofSeconds(15);
  /** Requests to one endpoint at the same time. */
  static final int AT_ONCE = 4;
  /** As many as the door has connections for: silent ones hold each theirs, and nothing else. */
  private static final int ENDPOINTS_AT_ONCE = MessageConfiguration.LIMITS.maxConnections() / AT_ONCE;
  private static final int BATCH = 4 * AT_ONCE;
  /** After so long no attempt is begun any more: other endpoints that wait for a hand have a turn. */
  static final Duration TURN = Duration.ofSeconds(60);
  /** For an endpoint that has too much to do and does not say for how long. */
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final int GONE = 410;
  private static final Logger LOG = LoggerFactory.getLogger(MessageCarrier.class);

  private final WebhookEndpoints endpoints;
  private final DeliveryStore deliveries;
  private final OutboundDoor door;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final Duration turn;
  private volatile boolean stopping;

  MessageCarrier(WebhookEndpoints endpoints, DeliveryStore deliveries, OutboundDoor door,
      TransactionOperations transactions, Clock clock, Duration turn) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.door = door;
    this.transactions = transactions;
    this.clock = clock;
    this.turn = turn;
  }

  @Override
  public String kind() {
    return WebhookEndpoints.JOB;
  }

  @Override
  public int concurrency() {
    return ENDPOINTS_AT_ONCE;
  }

  @Override
  public Duration timeLimit() {
    return turn.plus(TIMEOUT).plusSeconds(15);
  }

  @Override
  public JobResult handle(Job job) throws InterruptedException {
    int slash = job.key().indexOf('/');
    AccountId account = AccountId.of(job.key().substring(0, slash));
    WebhookEndpointId id = WebhookEndpointId.of(job.key().substring(slash + 1));
    long turnOver = System.nanoTime() + turn.toNanos();
    while (true) {
      OpenEndpoint open = endpoints.open(account, id).orElse(null);
      if (open == null) {
        return JobResult.done(); // deleted, or disabled: whoever enables it wakes it
      }
      Instant now = clock.instant();
      Instant pausedUntil = open.endpoint().pausedUntil();
      boolean paused = pausedUntil != null && now.isBefore(pausedUntil);
      List<DeliveryStore.Due> due = paused ? List.of() : deliveries.due(account, id, now, BATCH);
      if (due.isEmpty() || isOver(turnOver)) {
        // Not before now: what is long due would stand before everybody who was asked for meanwhile.
        Instant earliest = paused ? pausedUntil : now;
        deliveries.nextDue(account, id).ifPresent(next -> transactions.executeWithoutResult(_ -> endpoints.wake(
            account, id, next.isAfter(earliest) ? next : earliest)));
        return JobResult.done();
      }
      attempt(account, id, due, turnOver);
    }
  }

  /** Nobody who stops a node waits for the turns of its endpoints: what is left is another's, or its next life's. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
  }

  private boolean isOver(long nanoTime) {
    return stopping || System.nanoTime() - nanoTime > 0;
  }

  @Override
  public void onDead(Job job, String reason) {
    LOG.error("the messages of webhook endpoint {} are not sent for now: {}", job.key(), reason);
  }

  private void attempt(AccountId account, WebhookEndpointId id, List<DeliveryStore.Due> due, long turnOver)
      throws InterruptedException {
    var stopped = new AtomicBoolean();
    ThreadFactory threads = Thread.ofVirtual().name("webhook-", 0).factory();
    try (ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE, threads)) {
      List<Future<Void>> made = new ArrayList<>();
      for (DeliveryStore.Due one : due) {
        made.add(hands.submit((Callable<Void>) () -> {
          if (!stopped.get() && !isOver(turnOver) && !attempt(account, id, one)) {
            stopped.set(true); // the others of this batch wait as well
          }
          return null;
        }));
      }
      try {
        for (Future<Void> one : made) {
          one.get();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("an attempt could not be written down", e.getCause());
      } finally {
        hands.shutdownNow();
      }
    }
  }

  /** Whether the endpoint is to be sent more right now. */
  private boolean attempt(AccountId account, WebhookEndpointId endpointId, DeliveryStore.Due read)
      throws InterruptedException {
    OpenEndpoint open = endpoints.open(account, endpointId).orElse(null);
    if (open == null) {
      return false; // deleted or disabled since these were read
    }
    WebhookEndpoint endpoint = open.endpoint();
    Instant now = clock.instant();
    DeliveryStore.Due due = deliveries.stillDue(account, endpointId, read, now).orElse(null);
    if (due == null) {
      return true;
    }
    String id = due.message().id().value();
    String body = due.message().body();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", open.secrets().stream()
        .map(secret -> secret.sign(id, now, body)).collect(Collectors.joining(" ")));
    OutboundResult result;
    try {
      result = door.send(new OutboundRequest(endpoint.url(), "POST", headers, Optional.of(body)), id, TIMEOUT);
    } catch (RuntimeException bug) {
      LOG.error("message {} cannot be sent to webhook endpoint {}", id, endpoint.id(), bug);
      var attempt = new Attempt(due.attempts() + 1, now, 0, null, "it could not be sent", null);
      transactions.executeWithoutResult(_ -> putOff(endpoint, due, attempt, Duration.ZERO));
      return true;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("whether it arrived is unknown, so it is sent again");
    }
    return Boolean.TRUE.equals(transactions.execute(_ -> write(endpoint, due, now, result)));
  }

  private boolean write(WebhookEndpoint endpoint, DeliveryStore.Due due, Instant at, OutboundResult result) {
    int number = due.attempts() + 1;
    long ms = result.transaction().ms();
    return switch (result) {
      case OutboundResult.Answered(OutboundResponse response, _) -> {
        int status = response.status();
        boolean arrived = status >= 200 && status < 300;
        var attempt = new Attempt(
            number, at, ms, status, arrived ? null : "answered " + status, shortened(response.body()));
        if (arrived) {
          deliveries.record(endpoint.account(), endpoint.id(), due, attempt,
              Delivery.State.DELIVERED, due.attemptsLeft() - 1, null);
          endpoints.succeeded(endpoint.account(), endpoint.id());
          yield true;
        }
        if (status == GONE) {
          deliveries.record(endpoint.account(), endpoint.id(), due, attempt,
              Delivery.State.DEAD, 0, null);
          endpoints.gone(endpoint.account(), endpoint.id());
          yield false;
        }
        Duration asked = retryAfter(response, at);
        Instant pausedUntil = isOverloaded(status) ? at.plus(asked.isZero() ? PAUSE : asked) : null;
        putOff(endpoint, due, attempt, asked);
        endpoints.failed(endpoint.account(), endpoint.id(), pausedUntil);
        yield pausedUntil == null;
      }
      case OutboundResult.Unanswered unanswered -> {
        putOff(endpoint, due, new Attempt(number, at, ms, null, unanswered.reason(), null), Duration.ZERO);
        endpoints.failed(endpoint.account(), endpoint.id(), null);
        yield true;
      }
    };
  }

  private void putOff(WebhookEndpoint endpoint, DeliveryStore.Due due, Attempt attempt, Duration asked) {
    int left = due.attemptsLeft() - 1;
    if (left <= 0) {
      deliveries.record(endpoint.account(), endpoint.id(), due, attempt, Delivery.State.DEAD, 0, null);
      return;
    }
    Duration wait = RetrySchedule.waitBefore(left, ThreadLocalRandom.current());
    deliveries.record(endpoint.account(), endpoint.id(), due, attempt, Delivery.State.WAITING, left,
        attempt.at().plus(wait.compareTo(asked) > 0 ? wait : asked));
  }

  private static boolean isOverloaded(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  /** Seconds or a date (RFC 9110 10.2.3), within a day; zero for anything else. */
  static Duration retryAfter(OutboundResponse response, Instant now) {
    String text = response.header("Retry-After").map(String::strip).orElse("");
    Duration asked = Duration.ZERO;
    try {
      asked = text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text))
          : text.isEmpty() ? Duration.ZERO
          : Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException neither) {
      LOG.debug("a webhook endpoint asks to be left alone until {}", text, neither);
    }
    return asked.isNegative() ? Duration.ZERO
        : asked.compareTo(RetrySchedule.LONGEST) > 0 ? RetrySchedule.LONGEST : asked;
  }

  /** PostgreSQL keeps no NUL. */
  private static @Nullable String shortened(String body) {
    String clean = body.replace('\0', ' ');
    return clean.isEmpty() ? null
        : clean.length() <= Attempt.MAX_RESPONSE_CHARS ? clean : clean.substring(0, Attempt.MAX_RESPONSE_CHARS);
  }
}
