package io.sluice.server.event;

import io.sluice.server.kernel.LeadId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the events that some rules allow are found: by the one index that leads there most directly, in the order of their
 * ids. The rules themselves are asked again of what is found; so an access may find too much, and never too little.
 */
sealed interface EventAccess {

  /** In the order in which they are documented. */
  List<String> TYPES = List.of("source", "recipient", "filter", "feedback-received", "feedback-sent", "retry");

  /** Of all types. */
  List<String> OUTCOMES = List.of("success", "failure", "error", "skip", "stop", "continue");

  /** Of the reason, so many characters are indexed. */
  int REASON_CHARS = 100;

  int MAX_VALUES = 1_000;

  /** No rule says anything an index knows. */
  record Any() implements EventAccess {}

  record ByIds(Collection<String> ids) implements EventAccess {}

  record ByLeads(Collection<String> leads) implements EventAccess {}

  /** @param reasons in ASCII lower case, cut to {@link #REASON_CHARS} */
  record ByReasons(Collection<String> reasons) implements EventAccess {}

  /**
   * @param subject whose ids are meant; null: everybody's
   * @param types and {@code outcomes}: every combination is looked up by itself, so that ids come in order
   */
  record ByOutcomes(
      @Nullable Subject subject, Collection<String> ids, Collection<String> types, Collection<String> outcomes)
      implements EventAccess {}

  /** Whom an event is about. */
  enum Subject {
    RECIPIENT("recipient_id"), SOURCE("source_id"), FLOW("flow_id");

    private final String column;

    Subject(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /** A property that is a column too: what a rule wants of it is known before an event is put together. */
  enum Known {
    ID("id", event -> event.id().value()),
    LEAD("vars.lead.id", event -> event.lead().value()),
    FLOW("vars.flow.id", event -> event.flow().value()),
    SOURCE("vars.source.id", event -> event.source().value()),
    RECIPIENT("vars.recipient.id", StoredEvent::recipient),
    TYPE("type", StoredEvent::type),
    OUTCOME("outcome", StoredEvent::outcome),
    REASON("reason", StoredEvent::reason),
    STEP("step_id", StoredEvent::stepId),
    MODULE("module_id", StoredEvent::moduleId);

    private final String property;
    private final Function<StoredEvent, @Nullable String> column;

    Known(String property, Function<StoredEvent, @Nullable String> column) {
      this.property = property;
      this.column = column;
    }

    private static Optional<Known> of(EventRule rule) {
      String property = rule.property().orElse("");
      for (Known known : values()) {
        if (known.property.equals(property)) {
          return Optional.of(known);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether all that it finds passes rules that ask for nothing but what these columns know. */
  default boolean answers(Set<Known> asked) {
    return switch (this) {
      case Any() -> asked.isEmpty();
      case ByIds _ -> asked.equals(Set.of(Known.ID));
      case ByLeads _ -> asked.equals(Set.of(Known.LEAD));
      case ByReasons _ -> asked.equals(Set.of(Known.REASON));
      case ByOutcomes(Subject subject, _, _, _) -> asked.stream().allMatch(known ->
          known == Known.TYPE || known == Known.OUTCOME || subject != null && known.name().equals(subject.name()));
    };
  }

  /** What the rules leave possible for each column, in lower case. */
  record Wanted(Map<Known, Set<String>> values) {

    static Wanted of(List<EventRule> rules) {
      Map<Known, Set<String>> values = new HashMap<>();
      for (EventRule rule : rules) {
        Optional<Known> known = Known.of(rule);
        if (known.isPresent() && rule.wanted().isPresent()) {
          Set<String> wanted = new HashSet<>(rule.wanted().get());
          values.merge(known.get(), wanted, (some, others) -> {
            some.retainAll(others);
            return some;
          });
        }
      }
      return new Wanted(values);
    }

    boolean isNothing() {
      return values.values().stream().anyMatch(Set::isEmpty);
    }

    /** Whether the rules that are known may hold of it. */
    boolean allows(StoredEvent event) {
      return values.entrySet().stream().allMatch(wanted -> {
        String value = wanted.getKey().column.apply(event);
        return value != null && wanted.getValue().contains(value.strip().toLowerCase(Locale.ROOT));
      });
    }

    /** @param leads those that can have the values the rules ask of lead fields; empty when nobody can tell */
    EventAccess access(Optional<Set<LeadId>> leads) {
      if (values.containsKey(Known.ID)) {
        return new ByIds(values.get(Known.ID));
      }
      if (values.containsKey(Known.LEAD)) {
        return new ByLeads(values.get(Known.LEAD));
      }
      if (leads.isPresent()) {
        return new ByLeads(leads.get().stream().map(LeadId::value).toList());
      }
      Set<String> reasons = values.getOrDefault(Known.REASON, Set.of());
      if (!reasons.isEmpty() && reasons.size() <= MAX_VALUES && reasons.stream().allMatch(Wanted::isAscii)) {
        return new ByReasons(reasons.stream().map(Wanted::cut).toList());
      }
      for (Subject subject : Subject.values()) {
        Set<String> ids = values.getOrDefault(Known.valueOf(subject.name()), Set.of());
        if (!ids.isEmpty() && ids.size() <= MAX_VALUES) {
          return new ByOutcomes(subject, ids, types(), outcomes());
        }
      }
      return values.containsKey(Known.TYPE) || values.containsKey(Known.OUTCOME)
          ? new ByOutcomes(null, List.of(), types(), outcomes())
          : new Any();
    }

    private Collection<String> types() {
      return values.getOrDefault(Known.TYPE, Set.copyOf(TYPES));
    }

    private Collection<String> outcomes() {
      return values.getOrDefault(Known.OUTCOME, Set.copyOf(OUTCOMES));
    }

    /** The index folds the case of ASCII only. */
    private static boolean isAscii(String text) {
      return text.chars().allMatch(c -> c < 128);
    }

    private static String cut(String reason) {
      return reason.substring(0, Math.min(REASON_CHARS, reason.length()));
    }
  }
}
