package io.sluice.server.delivery.call;

import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.TargetUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where an answer sends a request that asked to be sent on (decision 0076). A lead that is posted stays where it was
 * posted: what goes on to another address is a GET of what the answer names, without body and without credentials.
 */
final class Redirect {

  static final int MAX_REDIRECTS = 10;

  private static final Set<Integer> WITH_ITS_BODY = Set.of(307, 308);

  private Redirect() {}

  /** Empty when the answer is the last one. */
  static Optional<OutboundRequest> of(OutboundRequest request, OutboundResponse response) {
    if (!request.followsRedirects() || response.status() < 300 || response.status() > 399) {
      return Optional.empty();
    }
    return response.header("Location").flatMap(location -> onward(request, location, response.status()));
  }

  private static Optional<OutboundRequest> onward(OutboundRequest request, String location, int status) {
    var from = TargetUrl.parse(request.url());
    var to = from.flatMap(base -> resolved(base, location));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    boolean sameOrigin = origin(from.get()).equals(origin(to.get()));
    if (WITH_ITS_BODY.contains(status) && request.body().isPresent()) {
      return sameOrigin
          ? Optional.of(new OutboundRequest(url(from.get(), to.get()), request.method(), request.headers(),
              request.body(), true))
          : Optional.empty();
    }
    return Optional.of(new OutboundRequest(sameOrigin ? url(from.get(), to.get()) : to.get().text(), "GET",
        headers(request.headers(), sameOrigin), Optional.empty(), true));
  }

  /** A user and a password in the first URL hold for its whole origin. */
  private static String url(TargetUrl from, TargetUrl to) {
    var text = to.text();
    return from.userInfo()
        .map(user -> text.substring(0, text.indexOf("//") + 2) + user + "@" + text.substring(text.indexOf("//") + 2))
        .orElse(text);
  }

  private static Optional<TargetUrl> resolved(TargetUrl base, String location) {
    try {
      var uri = URI.create(base.text()).resolve(location.strip().replace(" ", "%20"));
      return TargetUrl.parse(uri.toString());
    } catch (IllegalArgumentException noUri) {
      return Optional.empty(); // a Location that leads nowhere is an answer like any other
    }
  }

  private static String origin(TargetUrl target) {
    return target.scheme() + " " + target.host().text() + " " + target.port();
  }

  private static Map<String, String> headers(Map<String, String> headers, boolean sameOrigin) {
    Map<String, String> kept = new LinkedHashMap<>();
    headers.forEach((name, value) -> {
      var lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("accept") || sameOrigin && !lower.startsWith("content-")) {
        kept.put(name, value);
      }
    });
    return kept;
  }
}
