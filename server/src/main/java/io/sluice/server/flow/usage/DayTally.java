package io.sluice.server.flow.usage;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many leads of one flow had a value for which field on one day, as far as this object was told. It has a row of its
 * own, which always gets the whole count: written twice is not counted twice.
 */
final class DayTally {

  private final String id;
  private final Map<String, LongAdder> fields = new ConcurrentHashMap<>();
  private final LongAdder leads = new LongAdder();
  private volatile long writtenLeads;

  DayTally(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void count(String field) {
    LongAdder known = fields.get(field);
    (known == null ? fields.computeIfAbsent(field, one -> new LongAdder()) : known).increment();
  }

  /** Last, behind the lead's fields. */
  void countLead() {
    leads.increment();
  }

  boolean isChanged() {
    return leads.sum() != writtenLeads;
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    fields.forEach((field, count) -> counts.put(field, count.sum()));
    return counts;
  }

  /** To be asked for before {@link #counts}: a lead that comes in between makes the tally changed once more. */
  Runnable written() {
    long sum = leads.sum();
    return () -> writtenLeads = sum;
  }
}
