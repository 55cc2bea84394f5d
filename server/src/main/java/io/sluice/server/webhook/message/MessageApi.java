package io.sluice.server.webhook.message;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.WebhookMessageId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /webhook_endpoints/{id}/deliveries} and what is done with them, of the console contract. */
@ConsoleApi
class MessageApi {

  record DeliveryJson(
      WebhookMessageId messageId,
      String type,
      Instant timestamp,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant endedAt,
      @Nullable Integer lastStatus,
      @Nullable String lastError) {

    static DeliveryJson of(Delivery delivery) {
      return new DeliveryJson(delivery.message(), delivery.type(), delivery.happenedAt(), delivery.state().word(),
          delivery.attempts(), delivery.nextAttemptAt(), delivery.endedAt(), delivery.lastStatus(),
          delivery.lastError());
    }
  }

  record AttemptJson(
      int number, Instant at, long ms, @Nullable Integer status, @Nullable String error, @Nullable String response) {}

  record ToldJson(DeliveryJson delivery, @JsonRawValue String payload, List<AttemptJson> attempts) {

    static ToldJson of(Deliveries.Told told) {
      return new ToldJson(DeliveryJson.of(told.delivery()), told.body(), told.attempts().stream()
          .map(attempt -> new AttemptJson(attempt.number(), attempt.at(), attempt.ms(), attempt.status(),
              attempt.error(), attempt.response()))
          .toList());
    }
  }

  record RedriveJson(@Nullable Instant since, @Nullable Instant until) {}

  record CountJson(int count) {}

  record TestJson(WebhookMessageId messageId) {}

  private static final int PAGE = 100;

  private final Messages messages;
  private final Deliveries deliveries;

  MessageApi(Messages messages, Deliveries deliveries) {
    this.messages = messages;
    this.deliveries = deliveries;
  }

  @PostMapping("/webhook_endpoints/{id}/test")
  Answer<TestJson> test(Member caller, @PathVariable String id) {
    return Answer.accepted(messages.test(caller.account(), id), TestJson::new);
  }

  @GetMapping("/webhook_endpoints/{id}/deliveries")
  Answer<List<DeliveryJson>> list(
      Member caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(name = "before_id", required = false) @Nullable String beforeId,
      @RequestParam(required = false) @Nullable Integer limit) {
    return Answer.ok(deliveries.list(caller.account(), id,
        state == null ? null : Delivery.State.named(state),
        beforeId == null ? null : WebhookMessageId.of(beforeId.toLowerCase(Locale.ROOT)),
        limit == null ? PAGE : limit), all -> all.stream().map(DeliveryJson::of).toList());
  }

  @GetMapping("/webhook_endpoints/{id}/deliveries/{message_id}")
  Answer<ToldJson> show(Member caller, @PathVariable String id, @PathVariable("message_id") String messageId) {
    return Answer.ok(deliveries.show(caller.account(), id, messageId), ToldJson::of);
  }

  @PostMapping("/webhook_endpoints/{id}/deliveries/{message_id}/redrive")
  Answer<DeliveryJson> redrive(Member caller, @PathVariable String id, @PathVariable("message_id") String messageId) {
    return Answer.accepted(deliveries.redrive(caller.account(), id, messageId), DeliveryJson::of);
  }

  @PostMapping("/webhook_endpoints/{id}/redrive")
  Answer<CountJson> redriveDead(
      Member caller, @PathVariable String id, @RequestBody(required = false) @Nullable RedriveJson json) {
    return Answer.accepted(deliveries.redriveDead(caller.account(), id,
        json == null ? null : json.since(), json == null ? null : json.until()), CountJson::new);
  }
}
