package io.sluice.server.event.count;

import io.sluice.server.event.EventRule;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked of events, and so where it has to be read.
 *
 * @param properties all that are named; what is not among those a column knows is read from the lead's own variables
 * @param open whether templates may ask for more than is named
 * @param runs whether events of runs are asked for
 * @param later whether events that came after runs are
 */
public record Needs(Set<String> properties, boolean open, boolean runs, boolean later) {

  /** What {@link RunShape}s keep. */
  private static final Set<String> SHAPED = Set.of("type", "outcome", "reason", "step_id", "module_id", "cap_reached",
      "purchase_price", "sale_price", "vars.flow.id", "vars.flow.name", "vars.source.id", "vars.source.name",
      "vars.recipient.id", "vars.recipient.name");

  /** What a shape leaves out once there are too many of them. */
  static final Set<String> VARYING = Set.of("reason", "purchase_price", "sale_price");

  /** What is read without putting an event together. */
  private static final Set<String> COLUMNS = Set.of("id", "type", "outcome", "reason", "step_id", "module_id",
      "cap_reached", "purchase_price", "sale_price", "cost", "revenue", "ms", "wait_ms", "overhead_ms", "start_timestamp",
      "end_timestamp",
      "vars.flow.id", "vars.source.id", "vars.recipient.id", "vars.lead.id", "vars.feedback.type");

  public static Needs of(List<EventRule> rules, Collection<String> properties, boolean runs, boolean later) {
    Set<String> named = new HashSet<>(properties);
    rules.forEach(rule -> rule.property().ifPresent(named::add));
    return new Needs(named, rules.stream().anyMatch(rule -> rule.property().isEmpty()), runs, later);
  }

  boolean fitShapes() {
    return !open && SHAPED.containsAll(properties);
  }

  boolean vary() {
    return properties.stream().anyMatch(VARYING::contains);
  }

  /** Whether this property of an event is asked for; how it ended always is. */
  boolean event(String property) {
    return property.equals("type") || property.equals("outcome") || properties.contains(property);
  }

  boolean recipients() {
    return properties.stream().anyMatch(name -> name.startsWith("vars.recipient."));
  }

  /** What was waited for lies deeper than other columns. */
  boolean waits() {
    return properties.contains("wait_ms") || properties.contains("overhead_ms");
  }

  boolean fitColumns() {
    return !open && COLUMNS.containsAll(properties);
  }
}
