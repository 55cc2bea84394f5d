package io.sluice.server.list;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.Result;
import io.sluice.server.list.ListItems.Entry;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/**
 * What the list modules ask over HTTP when lists are kept elsewhere, answered here (exchange 5.6). Lists are called by
 * their names in addresses, or by their ids, with {@code |} between them.
 */
@ExchangeApi
class ListProtocolApi {

  private static final String RUNTIME = "X-Runtime";

  /** @param values a list of texts, or one text with {@code |} between them */
  record ItemsJson(@Nullable JsonNode values, @Nullable String timestamp) {

    List<String> texts() {
      if (values == null) {
        return List.of();
      }
      return values.isArray()
          ? values.valueStream().map(value -> value.asString("")).toList()
          : split(values.asString(""));
    }
  }

  record EntryJson(ListId listId, String listUrlName, Instant addedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ExistsJson(
      List<String> specifiedLists,
      String key,
      boolean found,
      @Nullable List<String> existsInLists,
      @Nullable List<EntryJson> entries) {}

  record AddedJson(int accepted, int rejected) {}

  record DeletedJson(int deleted, int rejected) {}

  private final ListItems items;
  private final Clock clock;

  ListProtocolApi(ListItems items, Clock clock) {
    this.items = items;
    this.clock = clock;
  }

  /** A value that is on none of the lists is told by the status, too. */
  @GetMapping("/exists/{lists}/{value}")
  Answer<ExistsJson> exists(Subscriber caller, @PathVariable String lists, @PathVariable String value,
      @RequestParam(name = "added_after", required = false) @Nullable String addedAfter, HttpServletResponse response) {
    return timed(response, () -> {
      Result<Instant, ListRefusal> since = time(addedAfter, ListItems.ANY_AGE);
      Result<ExistsJson, ListRefusal> found = since.then(from ->
          items.find(caller.account(), names(lists), value, from).map(entries -> json(names(lists), value, entries)));
      return switch (found) {
        case Result.Done<ExistsJson, ListRefusal>(ExistsJson exists) ->
            new Answer.Body<>(exists.found() ? 200 : 404, exists);
        case Result.Refused<ExistsJson, ListRefusal>(ListRefusal refusal) -> Answer.problem(refusal.problem());
      };
    });
  }

  @PostMapping("/lists/{lists}/items")
  Answer<AddedJson> add(Subscriber caller, @PathVariable String lists, @RequestBody ItemsJson wanted,
      HttpServletResponse response) {
    return timed(response, () -> Answer.ok(
        time(wanted.timestamp(), clock.instant())
            .then(at -> items.add(caller.account(), names(lists), wanted.texts(), at)),
        added -> new AddedJson(added.accepted(), added.rejected())));
  }

  /** The values may stand in the query, for clients that cannot send a body with this method. */
  @DeleteMapping("/lists/{lists}/items")
  Answer<DeletedJson> delete(Subscriber caller, @PathVariable String lists,
      @RequestParam(name = "values", required = false) @Nullable String inQuery,
      @RequestBody(required = false) @Nullable ItemsJson wanted, HttpServletResponse response) {
    List<String> values = new ArrayList<>(wanted == null ? List.of() : wanted.texts());
    values.addAll(split(inQuery == null ? "" : inQuery));
    AccountId account = caller.account();
    return timed(response, () -> Answer.ok(items.delete(account, names(lists), values),
        deleted -> new DeletedJson(deleted.deleted(), deleted.rejected())));
  }

  private static ExistsJson json(List<String> asked, String value, List<Entry> entries) {
    return entries.isEmpty()
        ? new ExistsJson(asked, value, false, null, null)
        : new ExistsJson(asked, value, true, entries.stream().map(Entry::urlName).toList(),
            entries.stream().map(entry -> new EntryJson(entry.list(), entry.urlName(), entry.addedAt())).toList());
  }

  private static List<String> names(String lists) {
    return split(lists).stream().distinct().toList();
  }

  private static List<String> split(String several) {
    return Arrays.stream(several.split("\\|")).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  private static Result<Instant, ListRefusal> time(@Nullable String given, Instant otherwise) {
    if (given == null) {
      return Result.done(otherwise);
    }
    return ListItems.time(given).<Result<Instant, ListRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new ListRefusal.BadTimestamp(given)));
  }

  /** In seconds, in a header: the modules append it as {@code duration}. */
  private static <T> Answer<T> timed(HttpServletResponse response, Supplier<Answer<T>> work) {
    long start = System.nanoTime();
    Answer<T> answer = work.get();
    response.setHeader(RUNTIME, BigDecimal.valueOf((System.nanoTime() - start) / 1_000, 6).toPlainString());
    return answer;
  }
}
