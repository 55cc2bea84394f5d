package io.sluice.server.delivery.custom.soap;

import io.sluice.server.delivery.call.Exchange;
import io.sluice.server.delivery.custom.soap.WsdlReader.Unreadable;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Service descriptions, fetched through the door and kept for a while: they change once a year and are read for every
 * lead. One that cannot be fetched again is used on for a day.
 */
final class Descriptions {

  static final Duration FRESH = Duration.ofMinutes(10);
  static final Duration USABLE = Duration.ofDays(1);
  private static final int MAX_KEPT = 100;
  private static final int MAX_TOTAL_CHARS = 4 << 20;

  /** Somebody else's password shows another description, perhaps. */
  private record Key(String url, Optional<String> authorization) {}

  private static final class Kept {

    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable ServiceDescription description;
    private volatile Instant fetchedAt = Instant.EPOCH;
  }

  /** What came of asking for a description. */
  sealed interface Found {

    record Description(ServiceDescription description) implements Found {}

    /** @param transactions those that led nowhere */
    record Nothing(String reason, List<HttpTransaction> transactions) implements Found {}
  }

  private final Map<Key, Kept> all = new ConcurrentHashMap<>();
  private final Clock clock;

  Descriptions(Clock clock) {
    this.clock = clock;
  }

  Found of(String url, Optional<String> authorization, String idempotencyKey, Duration timeout, OutboundDoor door) {
    if (all.size() >= MAX_KEPT) {
      all.values().removeIf(kept -> kept.fetchedAt.isBefore(clock.instant().minus(FRESH)));
    }
    var key = new Key(url, authorization);
    var kept = all.size() < MAX_KEPT ? all.computeIfAbsent(key, _ -> new Kept()) : all.getOrDefault(key, new Kept());
    var known = kept.description;
    if (known != null && isYoungerThan(FRESH, kept)) {
      return new Found.Description(known);
    }
    return fetched(kept, new Fetch(authorization, idempotencyKey, timeout, door), url);
  }

  private boolean isYoungerThan(Duration age, Kept kept) {
    return clock.instant().isBefore(kept.fetchedAt.plus(age));
  }

  /** One lead fetches, the others wait for it. */
  private Found fetched(Kept kept, Fetch fetch, String url) {
    try {
      if (!kept.fetching.tryLock(fetch.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Found.Nothing("Timeout - the service description did not come in time", List.of());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Found.Nothing("Delivery was interrupted", List.of());
    }
    try {
      var known = kept.description;
      if (known != null && isYoungerThan(FRESH, kept)) {
        return new Found.Description(known);
      }
      var description = WsdlReader.read(url, fetch);
      kept.description = description;
      kept.fetchedAt = clock.instant();
      return new Found.Description(description);
    } catch (Unreadable unreadable) {
      var old = kept.description;
      return old != null && isYoungerThan(USABLE, kept)
          ? new Found.Description(old)
          : new Found.Nothing(String.valueOf(unreadable.getMessage()), fetch.transactions);
    } finally {
      kept.fetching.unlock();
    }
  }

  /** The way to one description and what it imports. */
  private static final class Fetch implements WsdlReader.Source {

    private final Optional<String> authorization;
    private final String idempotencyKey;
    private final Duration timeout;
    private final long deadline;
    private final OutboundDoor door;
    private final List<HttpTransaction> transactions = new ArrayList<>();
    private @Nullable String origin;
    private int chars;

    Fetch(Optional<String> authorization, String idempotencyKey, Duration timeout, OutboundDoor door) {
      this.authorization = authorization;
      this.idempotencyKey = idempotencyKey;
      this.timeout = timeout;
      this.deadline = System.nanoTime() + timeout.toNanos();
      this.door = door;
    }

    @Override
    public String at(String url) throws Unreadable {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Accept", "text/xml, application/xml, application/wsdl+xml");
      var here = url.replaceFirst("^(\\w+://[^/?#]*).*", "$1");
      origin = origin == null ? here : origin;
      if (here.equals(origin)) {
        authorization.ifPresent(value -> headers.put("Authorization", value));
      }
      var request = new OutboundRequest(url, "GET", headers, Optional.empty(), true);
      var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      var exchange = Exchange.of(request, idempotencyKey, left, door);
      transactions.addAll(exchange.transactions());
      return switch (exchange) {
        case Exchange.Unanswered(var reason, _) -> throw new Unreadable(reason);
        case Exchange.Answered(_, var response, _) when response.status() != 200 ->
            throw new Unreadable("The service description is not there: status " + response.status());
        case Exchange.Answered(_, var response, _) -> counted(response.body());
      };
    }

    private String counted(String text) throws Unreadable {
      chars += text.length();
      if (chars > MAX_TOTAL_CHARS) {
        throw new Unreadable("The service description is longer than " + MAX_TOTAL_CHARS + " characters");
      }
      return text;
    }
  }
}
