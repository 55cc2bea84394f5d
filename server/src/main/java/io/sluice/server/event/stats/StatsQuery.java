package io.sluice.server.event.stats;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.VarPath;
import io.sluice.server.event.EventRule;
import io.sluice.server.event.EventRules;
import io.sluice.server.event.count.Buckets;
import io.sluice.server.event.stats.Column.Count;
import io.sluice.server.event.stats.Column.Kind;
import io.sluice.server.kernel.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be counted (exchange 12.1).
 *
 * @param byInterval whether every part of the time has rows of its own
 * @param groupBy properties, each of whose values has rows of its own
 * @param types only events of these; empty: whatever the columns count
 * @param byLead whether a lead counts once in a row, however often it was delivered or returned
 */
public record StatsQuery(
    Buckets buckets,
    boolean byInterval,
    List<String> groupBy,
    List<EventRule> rules,
    Set<String> types,
    List<Column> columns,
    boolean byLead) {

  private static final int MAX_GROUPS = 10;
  private static final int MAX_COLUMNS = 60;
  private static final Map<String, List<Kind>> KINDS = Map.of(
      "source", List.of(Kind.SOURCE), "recipient", List.of(Kind.RECIPIENT), "filter", List.of(Kind.FILTER),
      "feedback-received", List.of(Kind.RETURN_RECEIVED, Kind.CONVERSION_RECEIVED),
      "feedback-sent", List.of(Kind.RETURN_SENT, Kind.CONVERSION_SENT));
  private static final List<String> TYPES =
      List.of("source", "recipient", "filter", "feedback-received", "feedback-sent");
  private static final Set<String> OUTCOMES = Set.of("success", "failure", "error", "continue", "stop");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The parameters as they were sent. @param rules each the text of a rule in JSON */
  public record Asked(
      List<String> types,
      List<String> rules,
      List<String> groupBy,
      @Nullable String interval,
      @Nullable String timezone,
      @Nullable String start,
      @Nullable String end,
      List<String> outcomes,
      List<String> columns,
      @Nullable String byLead) {}

  /** @param zone of the account, where none is asked for */
  public static Result<StatsQuery, StatsRefusal> read(Asked asked, ZoneId zone, Instant now) {
    var reading = new Reading(zone, now);
    Optional<StatsQuery> query = reading.read(asked);
    return reading.problems.isEmpty() && query.isPresent()
        ? Result.done(query.get())
        : Result.refused(new StatsRefusal.BadQuery(reading.problems));
  }

  /** Collects everything that is wrong before anything is said. */
  private static final class Reading {

    private final Map<String, List<String>> problems = new LinkedHashMap<>();
    private final ZoneId ownZone;
    private final Instant now;

    private Reading(ZoneId ownZone, Instant now) {
      this.ownZone = ownZone;
      this.now = now;
    }

    private void problem(String parameter, String sentence) {
      problems.computeIfAbsent(parameter, _ -> new ArrayList<>()).add(sentence);
    }

    private Optional<StatsQuery> read(Asked asked) {
      ZoneId zone = zone(asked.timezone());
      Set<String> types = types(asked.types());
      List<EventRule> rules = rules(asked.rules());
      List<String> groupBy = groups(asked.groupBy());
      List<Column> columns = columns(asked, types);
      boolean byLead = byLead(asked.byLead());
      return buckets(asked, zone).map(buckets -> new StatsQuery(buckets, asked.interval() != null, groupBy, rules,
          asked.types().isEmpty() && !asked.columns().isEmpty() ? Set.of() : types, columns, byLead));
    }

    private ZoneId zone(@Nullable String text) {
      if (text == null) {
        return ownZone;
      }
      try {
        String zone = text.strip();
        return zone.matches("[+-]?\\d{1,6}") ? ZoneOffset.ofTotalSeconds(Integer.parseInt(zone)) : ZoneId.of(zone);
      } catch (DateTimeException unknown) {
        problem("timezone", "must be a name such as America/Chicago, or seconds from UTC such as -18000");
        return ownZone;
      }
    }

    private Optional<Buckets> buckets(Asked asked, ZoneId zone) {
      var today = Interval.DAILY.begin(now.atZone(zone));
      Instant start = time("start", asked.start(), today.toInstant());
      // The end is inclusive, and ids know seconds.
      Instant end = time("end", asked.end(), Interval.DAILY.plus(today, 1).toInstant().minusSeconds(1));
      end = Instant.ofEpochSecond(end.getEpochSecond() + 1);
      if (!Instant.ofEpochSecond(start.getEpochSecond()).isBefore(end)) {
        problem("start", "must not be after end");
        return Optional.empty();
      }
      start = Instant.ofEpochSecond(start.getEpochSecond());
      if (asked.interval() == null) {
        return Optional.of(Buckets.one(start, end));
      }
      Optional<Interval> interval = Interval.named(asked.interval());
      if (interval.isEmpty()) {
        problem("interval", "must be minutely, hourly, daily, weekly, monthly or yearly");
        return Optional.empty();
      }
      Optional<Buckets> cut = interval.get().cut(start, end, zone, 1);
      if (cut.isEmpty()) {
        problem("interval", "must cut the time from start to end into at most " + Interval.MAX_PARTS + " parts");
      }
      return cut;
    }

    private Instant time(String parameter, @Nullable String text, Instant otherwise) {
      if (text == null) {
        return otherwise;
      }
      try {
        return OffsetDateTime.parse(text.strip()).toInstant();
      } catch (DateTimeException notATime) {
        problem(parameter, "must be a time such as 2026-03-02T09:00:00Z");
        return otherwise;
      }
    }

    private Set<String> types(List<String> names) {
      Set<String> types = new LinkedHashSet<>();
      for (String name : names) {
        if (TYPES.contains(name.strip())) {
          types.add(name.strip());
        } else {
          problem("type", "must be one of " + String.join(", ", TYPES));
        }
      }
      return types.isEmpty() ? Set.of("source") : types;
    }

    private List<EventRule> rules(List<String> texts) {
      List<EventRule> rules = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        String path = texts.size() == 1 ? "rule" : "rule[" + i + "]";
        try {
          JsonNode tree = JSON.readTree(texts.get(i));
          if (tree.isArray()) {
            rules.addAll(EventRules.read(path, tree, this::problem));
          } else {
            EventRules.rule(path, tree, this::problem).ifPresent(rules::add);
          }
        } catch (JacksonException notJson) {
          problem(path, "must be JSON: an object with lhv, op and rhv");
        }
      }
      return rules;
    }

    private List<String> groups(List<String> names) {
      List<String> groups = names.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
      if (groups.size() > MAX_GROUPS) {
        problem("group_by", "must not be given more than " + MAX_GROUPS + " times");
      }
      for (String name : groups) {
        try {
          VarPath.of(name);
        } catch (BadTemplate bad) {
          problem("group_by", String.valueOf(bad.getMessage()));
        }
      }
      return groups;
    }

    private List<Column> columns(Asked asked, Set<String> types) {
      Set<Column> columns = new LinkedHashSet<>();
      for (String name : asked.columns()) {
        Column.named(name).ifPresentOrElse(columns::add, () ->
            problem("column", "'" + name + "' is not one of " + String.join(", ", Column.all().keySet())));
      }
      if (columns.size() > MAX_COLUMNS) {
        problem("column", "must not be given more than " + MAX_COLUMNS + " times");
      }
      Set<String> outcomes = new LinkedHashSet<>();
      for (String outcome : asked.outcomes()) {
        if (OUTCOMES.contains(outcome.strip().toLowerCase(Locale.ROOT))) {
          outcomes.add(outcome.strip().toLowerCase(Locale.ROOT));
        } else {
          problem("outcome", "must be one of success, failure, error, continue, stop");
        }
      }
      if (!asked.columns().isEmpty()) {
        return List.copyOf(columns);
      }
      for (String type : types) {
        for (Kind kind : KINDS.getOrDefault(type, List.of())) {
          kind.endings().stream().skip(1)
              .filter(ending -> outcomes.isEmpty() || outcomes.contains(ending))
              .forEach(ending -> columns.add(new Count(kind, ending)));
        }
      }
      return List.copyOf(columns);
    }

    private boolean byLead(@Nullable String text) {
      if (text != null && !text.equals("true") && !text.equals("false")) {
        problem("by_lead", "must be true or false");
      }
      return !"false".equals(text);
    }
  }
}
