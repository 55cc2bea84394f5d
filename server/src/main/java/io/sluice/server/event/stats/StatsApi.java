package io.sluice.server.event.stats;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /events/stats} (exchange 12.1). */
@ExchangeApi
class StatsApi {

  private final Statistics statistics;

  StatsApi(Statistics statistics) {
    this.statistics = statistics;
  }

  /** Parameters are taken as they came: a rule has commas of its own. */
  @GetMapping("/events/stats")
  Answer<StatsJson> stats(Member caller, @RequestParam MultiValueMap<String, String> query) {
    var asked = new StatsQuery.Asked(all(query, "type"), all(query, "rule"), all(query, "group_by"),
        query.getFirst("interval"), query.getFirst("timezone"), query.getFirst("start"), query.getFirst("end"),
        all(query, "outcome"), all(query, "column"), query.getFirst("by_lead"));
    return Answer.ok(statistics.of(caller.account(), asked), StatsJson::new);
  }

  private static List<String> all(MultiValueMap<String, String> query, String name) {
    @Nullable List<String> plain = query.get(name);
    @Nullable List<String> bracketed = query.get(name + "[]");
    return plain != null ? plain : bracketed != null ? bracketed : List.of();
  }
}
