package io.sluice.server.feedback;

import io.sluice.server.http.BodyLimit;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.inbound.InboundModule.Written;
import io.sluice.server.lead.inbound.SubmittedBody;
import io.sluice.server.lead.inbound.TransportRefusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** {@code /feedback} (exchange 13): ahead of Spring's own routes, whose answers to wrong methods and types are others. */
final class FeedbackFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
  private static final Logger LOG = LoggerFactory.getLogger(FeedbackFilter.class);

  private final transient Feedbacks feedbacks;
  private final transient FeedbackLimits limits;
  private final transient BodyLimit bodyLimit;
  private final transient Clock clock;

  /** @param everybodys of which feedback, being a few words, gets the time and a smaller size */
  FeedbackFilter(Feedbacks feedbacks, FeedbackLimits limits, BodyLimit everybodys, Clock clock) {
    this.feedbacks = feedbacks;
    this.limits = limits;
    this.bodyLimit = new BodyLimit(Math.min(MAX_BODY_BYTES, everybodys.bytes()), everybodys.within());
    this.clock = clock;
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain others)
      throws IOException, ServletException {
    if (!request.getRequestURI().equals(FeedbackRequest.PATH)) {
      others.doFilter(request, response);
      return;
    }
    try {
      answer(request, response);
    } catch (DataAccessException | TransactionException e) {
      LOG.error("the database did not answer feedback", e);
      unavailable(response);
    } catch (RuntimeException e) {
      LOG.error("feedback failed", e);
      error(response, 500, "something went wrong on our side");
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean read = request.getMethod().equals("POST");
    switch (read ? SubmittedBody.read(request, bodyLimit) : new SubmittedBody.Bytes(new byte[0])) {
      case SubmittedBody.Bytes(byte[] body) -> {
        FeedbackRequest whole = whole(request, body);
        switch (FeedbackReading.read(whole)) {
          case FeedbackReading.Refused(TransportRefusal refusal) -> write(response, refusal);
          case FeedbackReading.Read(Said said) -> answer(request.getRemoteAddr(), whole, said, response);
        }
      }
      case SubmittedBody.Broken(TransportRefusal refusal) -> {
        response.setHeader("Connection", "close"); // what is left of the body must not be taken for a request
        write(response, refusal);
      }
    }
  }

  private void answer(String address, FeedbackRequest request, Said said, HttpServletResponse response)
      throws IOException {
    String event = said.eventId().strip().toLowerCase(Locale.ROOT);
    if (!limits.mayAsk(address)) {
      tooMany(response);
    } else if (!ObjectIds.valid(event)) {
      notFound(address, response);
    } else if (!limits.mayGive(event)) {
      tooMany(response);
    } else {
      switch (feedbacks.receive(EventId.of(event), request, said)) {
        case Heard.Told(FeedbackAnswer answer) -> {
          Written written = answer.write(request.accept());
          write(response, written.status(), written.headers(), written.body());
        }
        case Heard.Unknown() -> notFound(address, response);
        case Heard.Unavailable() -> unavailable(response);
      }
    }
  }

  /** Without the sender's secrets, which nobody needs from here on: it is kept, and shown in events. */
  private FeedbackRequest whole(HttpServletRequest request, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String sent : Collections.list(request.getHeaderNames())) {
      String name = sent.toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name, SECRET_HEADERS.contains(name)
          ? "*****"
          : String.join(", ", Collections.list(request.getHeaders(sent))));
    }
    String query = request.getQueryString();
    return new FeedbackRequest(request.getMethod(), query == null ? "" : query, headers, body, clock.instant());
  }

  /** One shape for every id that is no delivery's: malformed, unknown, of another kind of event, skipped. */
  private void notFound(String address, HttpServletResponse response) throws IOException {
    limits.missed(address);
    error(response, 404, "event not found");
  }

  private static void tooMany(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "1");
    error(response, 429, "too many requests");
  }

  private static void unavailable(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "2");
    error(response, 503, "try again in a moment");
  }

  private static void error(HttpServletResponse response, int status, String sentence) throws IOException {
    write(response, status, Map.of("Content-Type", "application/json"),
        ("{\"error\":\"" + sentence + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(HttpServletResponse response, TransportRefusal refusal) throws IOException {
    write(response, refusal.status(), refusal.headers(), refusal.text().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(HttpServletResponse response, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
