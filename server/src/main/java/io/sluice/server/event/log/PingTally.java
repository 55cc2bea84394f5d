package io.sluice.server.event.log;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** The pings of one transaction, added up. */
final class PingTally {

  /** Rows a source's quarter of an hour is spread over: two writers seldom meet on one. */
  private static final int SHARDS = 8;
  private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();

  private record Key(AccountId account, Instant startedAt, FlowId flow, EntityId source) {}

  private record Count(long submitted, long success) {

    Count plus(Count other) {
      return new Count(submitted + other.submitted, success + other.success);
    }
  }

  /** In the order of their keys, so that writers who do meet wait for each other instead of both for each other. */
  private final Map<Key, Count> counts = new TreeMap<>(Comparator.comparing(Key::account)
      .thenComparing(Key::startedAt).thenComparing(Key::flow).thenComparing(Key::source));

  void count(Entry.Pinged ping) {
    Instant startedAt =
        Instant.ofEpochSecond(Math.floorDiv(ping.at().getEpochSecond(), QUARTER_SECONDS) * QUARTER_SECONDS);
    counts.merge(new Key(ping.account(), startedAt, ping.flow(), ping.source()), new Count(1, ping.bid() ? 1 : 0),
        Count::plus);
  }

  void addTo(Rows rows) {
    int shard = ThreadLocalRandom.current().nextInt(SHARDS);
    counts.forEach((key, count) -> rows.add(key.account(), key.startedAt(), key.flow(), key.source(), shard,
        count.submitted(), count.success()));
  }
}
