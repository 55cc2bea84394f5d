package io.sluice.server.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Disabled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /webhook_endpoints} of the console contract. Secrets come out once and never again. */
@ConsoleApi
class WebhookEndpointApi {

  private static final Duration OVERLAP = Duration.ofDays(1);

  record WantedJson(
      String url, @Nullable List<String> types, @Nullable String description, @Nullable Boolean enabled) {

    WebhookEndpoints.Wanted wanted() {
      return new WebhookEndpoints.Wanted(url, types == null ? List.of() : types,
          description == null ? "" : description, enabled == null || enabled);
    }
  }

  record RotationJson(@Nullable Integer overlapSeconds) {}

  record EndpointJson(
      WebhookEndpointId id,
      String url,
      List<String> types,
      String description,
      boolean enabled,
      @Nullable String disabledReason,
      @Nullable Instant disabledAt,
      @Nullable Instant failingSince,
      @Nullable Instant formerSecretUntil,
      Instant createdAt,
      Instant updatedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static EndpointJson of(WebhookEndpoint endpoint) {
      return of(endpoint, null);
    }

    static EndpointJson of(WebhookEndpoints.Shown shown) {
      return of(shown.endpoint(), shown.secret().text());
    }

    private static EndpointJson of(WebhookEndpoint endpoint, @Nullable String secret) {
      Disabled disabled = endpoint.disabled();
      return new EndpointJson(endpoint.id(), endpoint.url(), endpoint.types(), endpoint.description(),
          endpoint.enabled(), disabled == null ? null : disabled.reason().word(),
          disabled == null ? null : disabled.at(), endpoint.failingSince(), endpoint.formerSecretUntil(),
          endpoint.createdAt(), endpoint.updatedAt(), secret);
    }
  }

  private final WebhookEndpoints endpoints;

  WebhookEndpointApi(WebhookEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  @GetMapping("/webhook_endpoints")
  Answer<List<EndpointJson>> list(Member caller) {
    return Answer.ok(endpoints.of(caller.account()).stream().map(EndpointJson::of).toList());
  }

  @PostMapping("/webhook_endpoints")
  Answer<EndpointJson> create(Member caller, @RequestBody WantedJson json) {
    return Answer.created(endpoints.create(caller.account(), json.wanted()), EndpointJson::of);
  }

  @GetMapping("/webhook_endpoints/{id}")
  Answer<EndpointJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(endpoints.find(caller.account(), id), EndpointJson::of);
  }

  @PutMapping("/webhook_endpoints/{id}")
  Answer<EndpointJson> replace(Member caller, @PathVariable String id, @RequestBody WantedJson json) {
    return Answer.ok(endpoints.replace(caller.account(), id, json.wanted()), EndpointJson::of);
  }

  @DeleteMapping("/webhook_endpoints/{id}")
  Answer<EndpointJson> delete(Member caller, @PathVariable String id) {
    return Answer.ok(endpoints.delete(caller.account(), id), EndpointJson::of);
  }

  @PostMapping("/webhook_endpoints/{id}/rotate")
  Answer<EndpointJson> rotate(
      Member caller, @PathVariable String id, @RequestBody(required = false) @Nullable RotationJson json) {
    Integer seconds = json == null ? null : json.overlapSeconds();
    Duration overlap = seconds == null ? OVERLAP : Duration.ofSeconds(seconds);
    return Answer.created(endpoints.rotate(caller.account(), id, overlap), EndpointJson::of);
  }
}
