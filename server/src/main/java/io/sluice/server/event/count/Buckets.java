package io.sluice.server.event.count;

import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * A stretch of time, cut into the parts that are counted by themselves. Ids know seconds, and so do these.
 *
 * @param starts of the parts, the first of which is that of the whole
 * @param end exclusive
 */
public record Buckets(List<Instant> starts, Instant end) {

  public static Buckets one(Instant start, Instant end) {
    return new Buckets(List.of(start), end);
  }

  public Instant start() {
    return starts.getFirst();
  }

  public Instant end(int bucket) {
    return bucket + 1 < starts.size() ? starts.get(bucket + 1) : end;
  }

  /** What lies before the first part is put into it. */
  public int of(Instant time) {
    int found = Collections.binarySearch(starts, time);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** Whether what was counted by quarters of an hour can be put into them. */
  boolean areQuarters() {
    return starts.stream().skip(1).allMatch(Quarters::isOne);
  }

  List<String> firstIds() {
    return starts.stream().map(ObjectIds::firstAt).toList();
  }
}
