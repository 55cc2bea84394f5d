package io.sluice.server.job;

import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Of tables that others own. */
@WithoutAccount("what is old is forgotten for every account")
final class AgedRowsStore {

  private final JdbcClient jdbc;

  AgedRowsStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param until the moment of the last row of it */
  record Portion(int rows, Instant until) {}

  /**
   * The oldest of those that are left; empty: there are none. In two statements, because one would not do where rows are
   * distributed.
   *
   * @param after where the portion before ended: whoever begins at the beginning reads all that was forgotten again until it is
   *     vacuumed, which it is not while a backup runs
   * @param before exclusive
   */
  Optional<Portion> forget(AgedRows.Kind kind, Instant after, Instant before, int atMost) {
    Optional<Instant> last = jdbc.sql("""
        SELECT max(since) AS last FROM (
          SELECT %2$s AS since FROM %1$s WHERE %2$s > :after AND %2$s < :before ORDER BY %2$s LIMIT :most) AS oldest
        """.formatted(kind.table(), kind.since()))
        .param("after", SqlTime.of(after)).param("before", SqlTime.of(before)).param("most", atMost)
        .query((row, _) -> Optional.ofNullable(SqlTime.orNull(row, "last"))).single();
    return last.map(until -> new Portion(
        jdbc.sql("DELETE FROM %1$s WHERE %2$s > :after AND %2$s <= :until AND %3$s"
            .formatted(kind.table(), kind.since(), kind.only()))
            .param("after", SqlTime.of(after)).param("until", SqlTime.of(until)).update(),
        until));
  }
}
