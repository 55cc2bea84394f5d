package io.sluice.server.http.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

/**
 * What every request is given before anything looks at it, the hot path's too: the address of who sent it, an id, and
 * on its answer the header that keeps browsers from guessing types. A valve, so that no filter need wrap a request.
 */
final class ArrivalValve extends ValveBase {

  private final TrustedProxies proxies;
  private final Clock clock;

  ArrivalValve(TrustedProxies proxies, Clock clock) {
    super(true);
    this.proxies = proxies;
    this.clock = clock;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!proxies.networks().isEmpty()) {
      request.setRemoteAddr(proxies.client(request.getRemoteAddr(), request.getHeaders("X-Forwarded-For")));
    }
    String id = RequestId.of(request.getHeader(RequestId.HEADER), clock.instant());
    response.setHeader(RequestId.HEADER, id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    MDC.put(RequestId.LOGGED_AS, id);
    try {
      getNext().invoke(request, response);
    } finally {
      MDC.remove(RequestId.LOGGED_AS);
    }
  }
}
