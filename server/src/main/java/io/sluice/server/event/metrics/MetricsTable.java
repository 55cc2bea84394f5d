package io.sluice.server.event.metrics;

import io.sluice.server.event.count.RowKey;
import java.util.List;
import java.util.Map;

/**
 * What was measured. @param results by row: a number, or a list of values
 *
 * @param name of the result in an answer
 */
record MetricsTable(MetricsQuery query, String name, Map<RowKey, Object> results) {

  /** What a funnel found. @param actors by step, of those steps that list them */
  record Funnel(MetricsQuery query, List<Long> counts, Map<Integer, List<String>> actors) {}
}
