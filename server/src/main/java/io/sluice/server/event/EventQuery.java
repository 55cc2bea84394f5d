package io.sluice.server.event;

import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search for events (exchange 12.1).
 *
 * @param above only events with a greater id
 * @param below only events with a smaller id
 * @param include only these properties; empty: all
 * @param exclude all but these
 */
record EventQuery(
    String above,
    String below,
    List<EventRule> rules,
    List<String> include,
    List<String> exclude,
    int limit,
    boolean ascending) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_PROPERTIES = 100;
  private static final String FIRST = "";
  /** Behind every id: a letter that is no hex digit. */
  private static final String LAST = "g";

  /** The parameters as they were sent; {@code rules} is a JSON text, or a list of rules as JSON. */
  record Asked(
      @Nullable String afterId,
      @Nullable String beforeId,
      @Nullable String start,
      @Nullable String end,
      @Nullable Object rules,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable String limit,
      @Nullable String sort,
      @Nullable String type,
      @Nullable String outcome,
      @Nullable String recipientId) {}

  static Result<EventQuery, EventRefusal> read(Asked asked) {
    var reading = new Reading();
    var query = reading.read(asked);
    return reading.problems.isEmpty()
        ? Result.done(query)
        : Result.refused(new EventRefusal.BadQuery(reading.problems));
  }

  /** Collects everything that is wrong before anything is said. */
  private static final class Reading {

    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    private void problem(String parameter, String sentence) {
      problems.computeIfAbsent(parameter, none -> new ArrayList<>()).add(sentence);
    }

    private EventQuery read(Asked asked) {
      String above = later(id("after_id", asked.afterId()).map(EventId::value).orElse(FIRST),
          time("start", asked.start()).map(ObjectIds::firstAt).map(first -> first.substring(0, 8)).orElse(FIRST));
      String below = earlier(id("before_id", asked.beforeId()).map(EventId::value).orElse(LAST),
          time("end", asked.end()).map(end -> ObjectIds.firstAt(end.plusSeconds(1))).orElse(LAST));
      List<EventRule> rules = new ArrayList<>(EventRules.read("rules", asked.rules(), this::problem));
      filters(asked, rules);
      List<String> include = properties("include", asked.include());
      List<String> exclude = properties("exclude", asked.exclude());
      if (!include.isEmpty() && !exclude.isEmpty()) {
        problem("exclude", "cannot be used together with include");
      }
      return new EventQuery(above, below, rules, include, exclude, limit(asked.limit()), ascending(asked.sort()));
    }

    private void filters(Asked asked, List<EventRule> rules) {
      if (asked.type() != null) {
        if (EventAccess.TYPES.contains(asked.type())) {
          rules.add(EventRule.equal("type", asked.type()));
        } else {
          problem("type", "must be one of " + String.join(", ", EventAccess.TYPES));
        }
      }
      if (asked.outcome() != null && !asked.outcome().isBlank()) {
        if (EventAccess.OUTCOMES.contains(asked.outcome().strip().toLowerCase(Locale.ROOT))) {
          rules.add(EventRule.equal("outcome", asked.outcome()));
        } else {
          problem("outcome", "must be one of " + String.join(", ", EventAccess.OUTCOMES));
        }
      }
      id("recipient_id", asked.recipientId())
          .ifPresent(id -> rules.add(EventRule.equal("vars.recipient.id", id.value())));
    }

    private Optional<EventId> id(String parameter, @Nullable String text) {
      if (text == null) {
        return Optional.empty();
      }
      String id = text.strip().toLowerCase(Locale.ROOT);
      if (!ObjectIds.valid(id)) {
        problem(parameter, "must be an id of 24 hex characters");
        return Optional.empty();
      }
      return Optional.of(EventId.of(id));
    }

    private Optional<Instant> time(String parameter, @Nullable String text) {
      if (text == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
      } catch (DateTimeException notATime) {
        problem(parameter, "must be a time such as 2026-03-02T09:00:00Z");
        return Optional.empty();
      }
    }

    private List<String> properties(String parameter, @Nullable List<String> names) {
      if (names == null) {
        return List.of();
      }
      if (names.size() > MAX_PROPERTIES) {
        problem(parameter, "must not name more than " + MAX_PROPERTIES + " properties");
      }
      return names.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private int limit(@Nullable String text) {
      if (text == null) {
        return DEFAULT_LIMIT;
      }
      try {
        int limit = Integer.parseInt(text.strip());
        if (limit >= 1 && limit <= MAX_LIMIT) {
          return limit;
        }
      } catch (NumberFormatException notANumber) {
        // Told below, as for a number out of range.
      }
      problem("limit", "must be a number from 1 to " + MAX_LIMIT);
      return DEFAULT_LIMIT;
    }

    private boolean ascending(@Nullable String sort) {
      if (sort != null && !sort.equals("asc") && !sort.equals("desc")) {
        problem("sort", "must be asc or desc");
      }
      return "asc".equals(sort);
    }

    private static String later(String one, String other) {
      return one.compareTo(other) >= 0 ? one : other;
    }

    private static String earlier(String one, String other) {
      return one.compareTo(other) <= 0 ? one : other;
    }
  }
}
