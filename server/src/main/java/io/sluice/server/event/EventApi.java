package io.sluice.server.event;

import io.sluice.server.account.Member;
import io.sluice.server.event.EventQuery.Asked;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.Result;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** {@code /events} (exchange 12.1). */
@ExchangeApi
class EventApi {

  record QueryJson(
      @Nullable String afterId,
      @Nullable String beforeId,
      @Nullable String start,
      @Nullable String end,
      @Nullable JsonNode rules,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable Integer limit,
      @Nullable String sort) {

    Asked asked() {
      return new Asked(afterId, beforeId, start, end, rules, include, exclude, limit == null ? null : limit.toString(),
          sort, null, null, null);
    }
  }

  private final Events events;

  EventApi(Events events) {
    this.events = events;
  }

  @GetMapping("/events")
  Answer<List<EventJson>> list(
      Member caller,
      @RequestParam(name = "after_id", required = false) @Nullable String afterId,
      @RequestParam(name = "before_id", required = false) @Nullable String beforeId,
      @RequestParam(name = "start", required = false) @Nullable String start,
      @RequestParam(name = "end", required = false) @Nullable String end,
      @RequestParam(name = "rules", required = false) @Nullable String rules,
      @RequestParam(name = "include", required = false) @Nullable List<String> include,
      @RequestParam(name = "include[]", required = false) @Nullable List<String> moreInclude,
      @RequestParam(name = "exclude", required = false) @Nullable List<String> exclude,
      @RequestParam(name = "exclude[]", required = false) @Nullable List<String> moreExclude,
      @RequestParam(name = "limit", required = false) @Nullable String limit,
      @RequestParam(name = "sort", required = false) @Nullable String sort,
      @RequestParam(name = "type", required = false) @Nullable String type,
      @RequestParam(name = "outcome", required = false) @Nullable String outcome,
      @RequestParam(name = "recipient_id", required = false) @Nullable String recipientId) {
    return search(caller, new Asked(afterId, beforeId, start, end, rules, joined(include, moreInclude),
        joined(exclude, moreExclude), limit, sort, type, outcome, recipientId));
  }

  @PostMapping("/events")
  Answer<List<EventJson>> search(Member caller, @RequestBody QueryJson query) {
    return search(caller, query.asked());
  }

  @GetMapping("/events/{id}")
  Answer<EventJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(events.find(caller.account(), id), Function.identity());
  }

  private Answer<List<EventJson>> search(Member caller, Asked asked) {
    Result<List<EventJson>, EventRefusal> found =
        EventQuery.read(asked).then(query -> events.search(caller.account(), query));
    return Answer.ok(found, Function.identity());
  }

  private static List<String> joined(@Nullable List<String> some, @Nullable List<String> more) {
    return Stream.of(some == null ? List.<String>of() : some, more == null ? List.<String>of() : more)
        .flatMap(List::stream).toList();
  }
}
