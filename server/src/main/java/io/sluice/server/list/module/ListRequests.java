package io.sluice.server.list.module;

import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.http.body.JsonText;
import io.sluice.server.http.body.PercentText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list modules' questions as HTTP requests, as observed. */
final class ListRequests {

  static final String SUPPRESSIONLIST = "https://app.suppressionlist.com";

  private final String service;
  private final String authorization;

  /** @param service where the lists are kept, without a slash at the end */
  ListRequests(String service, String authorization) {
    this.service = service;
    this.authorization = authorization;
  }

  OutboundRequest exists(List<String> lists, String value) {
    return new OutboundRequest(service + "/exists/" + String.join("|", lists) + "/" + PercentText.encode(value), "GET",
        headers(), Optional.empty());
  }

  OutboundRequest add(List<String> lists, List<String> values) {
    return withValues("POST", lists, values);
  }

  OutboundRequest delete(List<String> lists, List<String> values) {
    return withValues("DELETE", lists, values);
  }

  private OutboundRequest withValues(String method, List<String> lists, List<String> values) {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    return new OutboundRequest(service + "/lists/" + String.join("|", lists) + "/items", method, headers,
        Optional.of(JsonText.write(Map.of("values", values))));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Authorization", authorization);
    return headers;
  }
}
