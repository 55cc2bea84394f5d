package io.sluice.server.event.stats;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was counted. @param byInterval whether rows say of which part of the time they are
 *
 * @param groups the properties rows are grouped by, in the order of their values
 * @param columns names, in the order of their values
 */
public record StatsTable(boolean byInterval, List<String> groups, List<String> columns, List<Row> rows) {

  /** @param groups texts, {@link BigDecimal}s, booleans and nulls */
  public record Row(Instant start, Instant end, List<@Nullable Object> groups, List<BigDecimal> values) {}
}
