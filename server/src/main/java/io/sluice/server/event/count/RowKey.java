package io.sluice.server.event.count;

import java.util.List;

/** Where something counts: its part of the time, and the values it is grouped by. */
public record RowKey(int bucket, List<GroupValue> values) implements Comparable<RowKey> {

  @Override
  public int compareTo(RowKey other) {
    int order = Integer.compare(bucket, other.bucket);
    for (int i = 0; i < values.size() && order == 0; i++) {
      order = values.get(i).compareTo(other.values.get(i));
    }
    return order;
  }
}
