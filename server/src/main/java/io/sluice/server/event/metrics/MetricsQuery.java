package io.sluice.server.event.metrics;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.VarPath;
import io.sluice.server.event.EventRule;
import io.sluice.server.event.count.Buckets;
import io.sluice.server.event.stats.Interval;
import io.sluice.server.kernel.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be measured (exchange 12.1).
 *
 * @param byInterval whether every part of the time has a result of its own
 * @param filters all must hold
 * @param target the property whose values are meant
 * @param steps of a funnel
 */
record MetricsQuery(
    Buckets buckets, boolean byInterval, List<String> groupBy, List<EventRule> filters, String target, List<Step> steps) {

  static final String LEAD = "vars.lead.id";

  private static final int MAX_GROUPS = 10;
  private static final int MAX_FILTERS = 50;
  private static final int MAX_STEPS = 10;
  private static final Pattern EVERY = Pattern.compile("every_(\\d{1,3})_(minute|hour|day|week|month|year)s?");
  private static final Set<String> TYPES =
      Set.of("source", "recipient", "filter", "feedback-received", "feedback-sent", "retry");
  private static final Map<String, String> OPERATORS = Map.of("eq", "is equal to", "ne", "is not equal to",
      "lt", "is less than", "lte", "is less than or equal to", "gt", "is greater than",
      "gte", "is greater than or equal to", "in", "is included in", "contains", "includes",
      "not_contains", "does not include");
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * One step of a funnel: who did this, of those who did all before it.
   *
   * @param actor the property that tells who
   * @param withActors whether the answer lists them
   * @param given as it was sent
   */
  record Step(String actor, List<EventRule> filters, Optional<Buckets> buckets, boolean withActors, JsonNode given) {}

  /** The parameters as they were sent; lists may be JSON, or repeated. */
  record Asked(
      @Nullable String timeframe,
      @Nullable String interval,
      @Nullable String timezone,
      List<String> groupBy,
      List<String> filters,
      @Nullable String targetProperty,
      @Nullable String maxAge,
      List<String> steps) {}

  /** The operations, and whose values each means where nobody says. */
  enum Kind {
    COUNT(LEAD), UNIQUE(LEAD), MEDIAN("ms"), FUNNEL(LEAD);

    private final String target;

    Kind(String target) {
      this.target = target;
    }
  }

  static Result<MetricsQuery, MetricsRefusal> read(Kind kind, Asked asked, ZoneId zone, Instant now) {
    var reading = new Reading(zone, now);
    MetricsQuery query = reading.read(kind, asked);
    return reading.problems.isEmpty() && query != null
        ? Result.done(query)
        : Result.refused(new MetricsRefusal.BadQuery(reading.problems));
  }

  /** Collects everything that is wrong before anything is said. */
  private static final class Reading {

    private final Map<String, List<String>> problems = new LinkedHashMap<>();
    private ZoneId zone;
    private final Instant now;

    private Reading(ZoneId zone, Instant now) {
      this.zone = zone;
      this.now = now;
    }

    private void problem(String parameter, String sentence) {
      problems.computeIfAbsent(parameter, _ -> new ArrayList<>()).add(sentence);
    }

    private @Nullable MetricsQuery read(Kind kind, Asked asked) {
      zone(asked.timezone());
      if (asked.maxAge() != null && !asked.maxAge().matches("\\d{1,9}(\\.\\d+)?")) {
        problem("max_age", "must be a number of seconds"); // what is answered is never older than the question
      }
      List<String> groups = groups(asked.groupBy());
      List<EventRule> filters = filters("filters", array("filters", asked.filters()));
      String target = asked.targetProperty() == null ? kind.target : asked.targetProperty().strip();
      property("target_property", target);
      List<Step> steps = steps(array("steps", asked.steps()));
      Optional<Buckets> buckets = buckets(asked.timeframe(), asked.interval());
      return buckets.map(time -> new MetricsQuery(time, asked.interval() != null, groups, filters, target, steps))
          .orElse(null);
    }

    private void zone(@Nullable String text) {
      if (text != null) {
        try {
          String asked = text.strip();
          zone = asked.matches("[+-]?\\d{1,6}") ? ZoneOffset.ofTotalSeconds(Integer.parseInt(asked)) : ZoneId.of(asked);
        } catch (DateTimeException unknown) {
          problem("timezone", "must be seconds from UTC such as -18000, or a name such as America/Chicago");
        }
      }
    }

    private Optional<Buckets> buckets(@Nullable String asked, @Nullable String interval) {
      Optional<Timeframe> time = Timeframe.read(asked == null ? Timeframe.OTHERWISE : asked, now, zone);
      if (time.isEmpty()) {
        problem("timeframe", Timeframe.WHAT_IT_IS);
        return Optional.empty();
      }
      Timeframe frame = time.get();
      return interval == null
          ? Optional.of(Buckets.one(frame.start(), frame.end()))
          : cut(frame, intervalName(interval));
    }

    private Optional<Buckets> cut(Timeframe frame, String name) {
      Matcher every = EVERY.matcher(name);
      boolean several = every.matches();
      Optional<Interval> interval = several
          ? Interval.named(every.group(2).equals("day") ? "daily" : every.group(2) + "ly")
          : Interval.named(name);
      int units = several ? Integer.parseInt(every.group(1)) : 1;
      if (interval.isEmpty() || units == 0) {
        problem("interval", "must be minutely, hourly, daily, weekly, monthly or yearly, or every_2_days and the like");
        return Optional.empty();
      }
      Optional<Buckets> cut = interval.get().cut(frame.start(), frame.end(), zone, units);
      if (cut.isEmpty()) {
        problem("interval", "must cut the timeframe into at most " + Interval.MAX_PARTS + " parts");
      }
      return cut;
    }

    /** {@code daily}, or {@code {"name": "every_2", "units": "days"}}. */
    private static String intervalName(String text) {
      String asked = text.strip().toLowerCase(Locale.ROOT);
      if (!asked.startsWith("{")) {
        return asked;
      }
      try {
        JsonNode tree = JSON.readTree(asked);
        String name = tree.path("name").asString("");
        String units = tree.path("units").asString("");
        return Interval.named(name).isPresent() || units.isEmpty() || EVERY.matcher(name).matches()
            ? name : name + "_" + units;
      } catch (JacksonException notJson) {
        return asked;
      }
    }

    private List<String> groups(List<String> asked) {
      List<String> groups = new ArrayList<>();
      for (String text : asked) {
        if (text.strip().startsWith("[")) {
          array("group_by", List.of(text)).forEach(one -> groups.add(one.asString("")));
        } else {
          groups.add(text.strip());
        }
      }
      groups.forEach(name -> property("group_by", name));
      if (groups.size() > MAX_GROUPS) {
        problem("group_by", "must not name more than " + MAX_GROUPS + " properties");
      }
      return groups.stream().distinct().toList();
    }

    private void property(String parameter, String name) {
      if (name.isEmpty()) {
        problem(parameter, "is required: a property such as vars.source.id");
        return;
      }
      try {
        VarPath.of(name);
      } catch (BadTemplate bad) {
        problem(parameter, String.valueOf(bad.getMessage()));
      }
    }

    private List<JsonNode> array(String parameter, List<String> texts) {
      List<JsonNode> members = new ArrayList<>();
      for (String text : texts) {
        try {
          JsonNode tree = JSON.readTree(text.isBlank() ? "[]" : text);
          if (tree.isArray()) {
            tree.forEach(members::add);
          } else {
            members.add(tree);
          }
        } catch (JacksonException notJson) {
          problem(parameter, "must be JSON: an array, or objects one by one");
        }
      }
      return members;
    }

    private List<EventRule> filters(String path, List<JsonNode> filters) {
      if (filters.size() > MAX_FILTERS) {
        problem(path, "must not be more than " + MAX_FILTERS);
      }
      List<EventRule> rules = new ArrayList<>();
      for (int i = 0; i < filters.size(); i++) {
        filter(path + "[" + i + "]", filters.get(i)).ifPresent(rules::add);
      }
      return rules;
    }

    private Optional<EventRule> filter(String path, JsonNode filter) {
      String property = filter.path("property_name").asString("");
      String operator = filter.path("operator").asString("");
      JsonNode value = filter.path("property_value");
      Object right = value.isNull() || value.isMissingNode() ? null : JSON.treeToValue(value, Object.class);
      boolean exists = operator.equals("exists");
      String op = exists ? "false".equals(value.asString("true")) ? "is blank" : "is not blank" : OPERATORS.get(operator);
      if (property.isBlank()) {
        problem(path + ".property_name", "is required");
      }
      if (op == null) {
        problem(path + ".operator", "must be eq, ne, lt, lte, gt, gte, in, contains, not_contains or exists");
      }
      return property.isBlank() || op == null ? Optional.empty()
          : EventRule.read(property, op, exists ? null : right, (part, sentence) -> problem(path + switch (part) {
            case "lhv" -> ".property_name";
            case "rhv" -> ".property_value";
            default -> ".operator";
          }, sentence));
    }

    private List<Step> steps(List<JsonNode> given) {
      if (given.size() > MAX_STEPS) {
        problem("steps", "must not be more than " + MAX_STEPS);
        return List.of();
      }
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        String path = "steps[" + i + "]";
        JsonNode step = given.get(i);
        if (!step.isObject()) {
          problem(path, "must be an object with filters");
          continue;
        }
        List<EventRule> filters = new ArrayList<>(filters(path + ".filters", step.path("filters").valueStream().toList()));
        String collection = step.path("event_collection").asString("");
        if (TYPES.contains(collection)) {
          EventRule.read("type", "is equal to", collection, this::problem).ifPresent(filters::add);
        }
        String actor = step.path("actor_property").asString(LEAD);
        property(path + ".actor_property", actor);
        steps.add(new Step(actor.equals("lead.id") ? LEAD : actor, filters, stepTime(path, step.path("timeframe")),
            step.path("with_actors").asBoolean(false), step));
      }
      return steps;
    }

    private Optional<Buckets> stepTime(String path, JsonNode timeframe) {
      if (timeframe.isMissingNode() || timeframe.isNull()) {
        return Optional.empty();
      }
      String text = timeframe.isString() ? timeframe.asString() : timeframe.toString();
      Optional<Timeframe> time = Timeframe.read(text, now, zone);
      if (time.isEmpty()) {
        problem(path + ".timeframe", Timeframe.WHAT_IT_IS);
      }
      return time.map(frame -> Buckets.one(frame.start(), frame.end()));
    }
  }
}
