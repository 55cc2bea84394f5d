package io.sluice.server.list;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.ListId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /lists} of the console contract. */
@ConsoleApi
class ListApi {

  record WantedJson(String name, @Nullable Boolean hashed, @Nullable Integer retentionDays) {}

  record ListJson(
      ListId id,
      String name,
      String urlName,
      boolean hashed,
      @Nullable Integer retentionDays,
      long size,
      Instant createdAt,
      Instant updatedAt) {}

  private final Lists lists;

  ListApi(Lists lists) {
    this.lists = lists;
  }

  @GetMapping("/lists")
  Answer<List<ListJson>> list(Subscriber caller) {
    return Answer.ok(lists.of(caller.account()).stream().map(ListApi::json).toList());
  }

  @PostMapping("/lists")
  Answer<ListJson> create(Subscriber caller, @RequestBody WantedJson wanted) {
    return Answer.created(
        lists.create(caller.account(), wanted.name(), Boolean.TRUE.equals(wanted.hashed()), wanted.retentionDays())
            .map(list -> new Lists.Sized(list, 0)),
        ListApi::json);
  }

  @GetMapping("/lists/{id}")
  Answer<ListJson> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(lists.sized(caller.account(), id), ListApi::json);
  }

  @PutMapping("/lists/{id}")
  Answer<ListJson> change(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(
        lists.change(caller.account(), id, wanted.name(), wanted.retentionDays())
            .then(list -> lists.sized(caller.account(), id)),
        ListApi::json);
  }

  @DeleteMapping("/lists/{id}")
  Answer<ListJson> delete(Subscriber caller, @PathVariable String id) {
    return Answer.ok(
        lists.sized(caller.account(), id)
            .then(known -> lists.delete(caller.account(), id).map(list -> new Lists.Sized(list, known.size()))),
        ListApi::json);
  }

  private static ListJson json(Lists.Sized sized) {
    NamedList list = sized.list();
    return new ListJson(list.id(), list.name(), list.urlName(), list.hashed(), list.retentionDays(), sized.size(),
        list.createdAt(), list.updatedAt());
  }
}
