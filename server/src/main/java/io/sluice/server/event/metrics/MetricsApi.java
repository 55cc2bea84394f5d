package io.sluice.server.event.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.account.Member;
import io.sluice.server.event.count.RowKey;
import io.sluice.server.event.metrics.MetricsQuery.Asked;
import io.sluice.server.event.metrics.MetricsTable.Funnel;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** {@code /events/event-metrics} (exchange 12.1). */
@ExchangeApi
class MetricsApi {

  /** A row: the properties it is grouped by, and its result. */
  record RowJson(@JsonValue Map<String, @Nullable Object> cells) {}

  record TimeframeJson(Instant start, Instant end) {}

  /** A part of the time. */
  record PartJson(List<RowJson> value, TimeframeJson timeframe) {}

  /** @param result rows, or with an interval parts of the time */
  record MetricsJson(List<?> result) {

    static MetricsJson of(MetricsTable table) {
      if (!table.query().byInterval()) {
        return new MetricsJson(rows(table, 0));
      }
      List<PartJson> parts = new ArrayList<>();
      for (int i = 0; i < table.query().buckets().starts().size(); i++) {
        parts.add(new PartJson(rows(table, i),
            new TimeframeJson(table.query().buckets().starts().get(i), table.query().buckets().end(i))));
      }
      return new MetricsJson(parts);
    }

    private static List<RowJson> rows(MetricsTable table, int bucket) {
      List<RowJson> rows = new ArrayList<>();
      table.results().forEach((key, result) -> {
        if (key.bucket() == bucket) {
          rows.add(row(table, key, result));
        }
      });
      return rows;
    }

    private static RowJson row(MetricsTable table, RowKey key, Object result) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      for (int i = 0; i < key.values().size(); i++) {
        cells.put(table.query().groupBy().get(i), key.values().get(i).value());
      }
      cells.put(table.name(), result);
      return new RowJson(cells);
    }
  }

  /** @param actors by step; absent when no step asks for them */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FunnelJson(List<JsonNode> steps, List<Long> result, @Nullable List<@Nullable List<String>> actors) {

    static FunnelJson of(Funnel funnel) {
      List<@Nullable List<String>> actors = new ArrayList<>();
      for (int i = 0; i < funnel.counts().size(); i++) {
        actors.add(funnel.actors().get(i));
      }
      return new FunnelJson(funnel.query().steps().stream().map(MetricsQuery.Step::given).toList(), funnel.counts(),
          funnel.actors().isEmpty() ? null : actors);
    }
  }

  private final Metrics metrics;

  MetricsApi(Metrics metrics) {
    this.metrics = metrics;
  }

  @GetMapping("/events/event-metrics/count")
  Answer<MetricsJson> count(Member caller, @RequestParam MultiValueMap<String, String> query) {
    return Answer.ok(metrics.count(caller.account(), asked(query)), MetricsJson::of);
  }

  @GetMapping("/events/event-metrics/count_unique")
  Answer<MetricsJson> countUnique(Member caller, @RequestParam MultiValueMap<String, String> query) {
    return Answer.ok(metrics.countUnique(caller.account(), asked(query)), MetricsJson::of);
  }

  @GetMapping("/events/event-metrics/select_unique")
  Answer<MetricsJson> selectUnique(Member caller, @RequestParam MultiValueMap<String, String> query) {
    return Answer.ok(metrics.selectUnique(caller.account(), asked(query)), MetricsJson::of);
  }

  @GetMapping("/events/event-metrics/median")
  Answer<MetricsJson> median(Member caller, @RequestParam MultiValueMap<String, String> query) {
    return Answer.ok(metrics.median(caller.account(), asked(query)), MetricsJson::of);
  }

  @GetMapping("/events/event-metrics/funnel")
  Answer<FunnelJson> funnel(Member caller, @RequestParam MultiValueMap<String, String> query) {
    return Answer.ok(metrics.funnel(caller.account(), asked(query)), FunnelJson::of);
  }

  /** Parameters are taken as they came: what is JSON has commas of its own. */
  private static Asked asked(MultiValueMap<String, String> query) {
    return new Asked(query.getFirst("timeframe"), query.getFirst("interval"), query.getFirst("timezone"),
        all(query, "group_by"), all(query, "filters"), query.getFirst("target_property"), query.getFirst("max_age"),
        all(query, "steps"));
  }

  private static List<String> all(MultiValueMap<String, String> query, String name) {
    @Nullable List<String> plain = query.get(name);
    @Nullable List<String> bracketed = query.get(name + "[]");
    return plain != null ? plain : bracketed != null ? bracketed : List.of();
  }
}
