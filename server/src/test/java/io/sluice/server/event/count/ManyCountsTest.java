package io.sluice.server.event.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.stats.Interval;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An account whose leads ran in many ways, for each has a price of its own, has as many counts as ways times hours. */
class ManyCountsTest {

  private static final int SHAPES = 2_000;
  private static final Duration TIME = Duration.ofDays(2);
  private static final Needs RUNS = Needs.of(List.of(), List.of(), true, false);

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final AccountId account = AccountId.of(acme.accountId());

  @Test
  void counts_are_shown_as_they_are_read_and_never_all_held() {
    Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    leave(end.minus(TIME));
    Buckets hours = Interval.HOURLY.cut(end.minus(TIME), end, ZoneOffset.UTC, 1).orElseThrow();
    long[] leads = new long[1];
    long[] held = new long[1];
    long before = inUse();
    server.bean(EventCounts.class).read(account, hours, RUNS, run -> {
      if (leads[0] == 0) {
        held[0] = inUse() - before;
      }
      leads[0] += run.leads();
    });
    assertThat(leads[0]).isEqualTo(SHAPES * TIME.toHours());
    assertThat(held[0]).isLessThan(5_000_000);
  }

  private static long inUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void leave(Instant first) {
    List<String> bodies = IntStream.range(0, SHAPES).mapToObj(i -> new RunShape(
        Map.of("id", "65f1a2b3c4d5e6f708192b01", "name", "Flow"), Map.of("id", "65f1a2b3c4d5e6f708192a02", "name", "Web"),
        false, Collections.nCopies(6, Map.of("type", "recipient", "outcome", "success", "sale_price", i, "module_id",
            "standard.outbound", "recipient", Map.of("id", "65f1a2b3c4d5e6f708192c03", "name", "Buyer " + i)))).body())
        .toList();
    String[] ids = bodies.stream().map(RunShape::id).toArray(String[]::new);
    server.db().sql("""
        INSERT INTO run_shape (account_id, month, id, body)
        SELECT :account, :month, shape.* FROM unnest(:ids::text[], :bodies::text[]) AS shape
        """)
        .param("account", account.value()).param("month", ObjectIds.firstOfMonth(first))
        .param("ids", ids).param("bodies", bodies.toArray(String[]::new)).update();
    server.db().sql("""
        INSERT INTO run_count (account_id, quarter, shape_id, leads, cost, revenue)
        SELECT :account, quarter, shape, 1, 2.5, ARRAY[1, 2, 3, 4, 5, 6]
          FROM unnest(:quarters::text[]) AS quarter, unnest(:ids::text[]) AS shape
        """)
        .param("account", account.value()).param("ids", ids)
        .param("quarters", IntStream.range(0, (int) TIME.toHours())
            .mapToObj(hour -> ObjectIds.firstAt(first.plus(Duration.ofHours(hour)))).toArray(String[]::new)).update();
  }
}
