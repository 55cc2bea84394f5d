package io.sluice.server.list.module;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResult;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.ListRefusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One lead's questions to lists: to those kept here in this process, to others over HTTP; answered alike. */
@Component
final class ListCalls {

  private final ListItems items;
  private final Clock clock;

  ListCalls(ListItems items, Clock clock) {
    this.items = items;
    this.clock = clock;
  }

  /** @param event what is appended under the action's name; {@code transactions} are none for lists kept here */
  record Called(Map<String, @Nullable Object> event, List<HttpTransaction> transactions) {}

  /** @param vars validated */
  Called query(Delivery delivery, ListVars vars, OutboundDoor door) {
    List<String> lists = vars.lists().orElseThrow();
    if (isElsewhere(delivery)) {
      Called called = send(delivery, vars, door, requests -> requests.exists(lists, vars.asked()));
      return new Called(ListAnswers.found(called.event()), called.transactions());
    }
    return here(delivery, account -> {
      Instant since = vars.since(clock.instant()).orElseThrow();
      return items.find(account, lists, vars.asked(), since).map(entries -> queried(lists, vars.asked(), entries));
    });
  }

  Called add(Delivery delivery, ListVars vars, OutboundDoor door) {
    List<String> lists = vars.lists().orElseThrow();
    List<String> values = vars.values().orElseThrow();
    return isElsewhere(delivery)
        ? send(delivery, vars, door, requests -> requests.add(lists, values))
        : here(delivery, account -> items.add(account, lists, values, clock.instant())
            .map(added -> counts("accepted", added.accepted(), added.rejected())));
  }

  Called delete(Delivery delivery, ListVars vars, OutboundDoor door) {
    List<String> lists = vars.lists().orElseThrow();
    List<String> values = vars.values().orElseThrow();
    return isElsewhere(delivery)
        ? send(delivery, vars, door, requests -> requests.delete(lists, values))
        : here(delivery, account -> items.delete(account, lists, values)
            .map(deleted -> counts("deleted", deleted.deleted(), deleted.rejected())));
  }

  /** Asks for a value and puts it on the list at once, if it is new; answers as a query before that. Only here. */
  Called claim(Delivery delivery, ListVars vars) {
    String list = vars.lists().orElseThrow().getFirst();
    String value = vars.values().orElseThrow().getFirst();
    return here(delivery, account -> {
      Instant since = vars.since(clock.instant()).orElseThrow();
      return items.claim(account, list, value, delivery.idempotencyKey(), since).map(claimed ->
          queried(List.of(list), value, claimed.won() ? List.of()
              : List.of(new ListItems.Entry(claimed.list().id(), claimed.list().urlName(), claimed.addedAt()))));
    });
  }

  /** A step with a credential asks the service the credential is for. */
  static boolean isElsewhere(Delivery delivery) {
    return authorization(delivery).isPresent();
  }

  private static Optional<String> authorization(Delivery delivery) {
    // A list service takes its key as a password, with any user name.
    return delivery.credential().flatMap(credential -> credential.secret("token")
        .map(key -> "Basic " + Base64.getEncoder().encodeToString(("X:" + key).getBytes(StandardCharsets.UTF_8)))
        .or(credential::authorization));
  }

  static Map<String, @Nullable Object> counts(String what, int count, int rejected) {
    Map<String, @Nullable Object> counts = new LinkedHashMap<>();
    counts.put(what, count);
    counts.put("rejected", rejected);
    return counts;
  }

  private static Map<String, @Nullable Object> queried(
      List<String> lists, String value, List<ListItems.Entry> entries) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("specified_lists", lists);
    body.put("key", value);
    body.put("found", !entries.isEmpty());
    if (!entries.isEmpty()) {
      body.put("found_in", entries.stream().map(ListItems.Entry::urlName).toList());
      body.put("added_at",
          Values.text(entries.stream().map(ListItems.Entry::addedAt).max(Instant::compareTo).orElseThrow()));
    }
    return body;
  }

  private static Called here(
      Delivery delivery, Function<AccountId, Result<Map<String, @Nullable Object>, ListRefusal>> question) {
    Delivery.Origin origin = delivery.origin().orElse(null);
    if (origin == null) {
      return new Called(ListAnswers.failed("error", "Lists can only be asked from a flow"), List.of());
    }
    return new Called(timed(() -> question.apply(origin.account())), List.of());
  }

  private static Map<String, @Nullable Object> timed(
      Supplier<Result<Map<String, @Nullable Object>, ListRefusal>> question) {
    long start = System.nanoTime();
    return switch (question.get()) {
      case Result.Done(var body) ->
          ListAnswers.of(body, BigDecimal.valueOf((System.nanoTime() - start) / 1_000, 6).toPlainString());
      case Result.Refused(var refusal) ->
          ListAnswers.of(Map.of("error", refusal.problem().sentence()), null);
    };
  }

  private static Called send(
      Delivery delivery, ListVars vars, OutboundDoor door, Function<ListRequests, OutboundRequest> request) {
    var requests = new ListRequests(vars.service(), authorization(delivery).orElseThrow());
    return switch (door.send(request.apply(requests), delivery.idempotencyKey(), delivery.timeout())) {
      case OutboundResult.Answered(var response, var transaction) ->
          new Called(ListAnswers.of(response), List.of(transaction));
      case OutboundResult.Unanswered unanswered ->
          new Called(ListAnswers.failed("error", unanswered.reason()), List.of(unanswered.transaction()));
    };
  }
}
