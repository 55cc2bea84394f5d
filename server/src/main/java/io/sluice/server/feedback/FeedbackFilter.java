package io.sluice.server.feedback;

import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.Dialects;
import io.sluice.server.http.ProblemFound;
import io.sluice.server.http.TooBusy;
import io.sluice.server.http.body.KeptHeaders;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.idempotency.IdempotencyKey;
import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.idempotency.KeptAnswer;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Result;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** {@code /feedback} (exchange 13): ahead of Spring's routes, whose answers to wrong methods and types are others. */
final class FeedbackFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  /** It says a word and a reason, not a lead. */
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(FeedbackFilter.class);

  private final transient Feedbacks feedbacks;
  private final transient KeyedFeedback keyed;
  private final transient BodyLimit bodyLimit;
  private final transient RateLimits limits;
  private final transient Dialects dialects;
  private final transient Clock clock;

  FeedbackFilter(Feedbacks feedbacks, KeyedFeedback keyed, BodyLimit limit, RateLimits limits, Dialects dialects,
      Clock clock) {
    this.feedbacks = feedbacks;
    this.keyed = keyed;
    this.bodyLimit = new BodyLimit(Math.min(MAX_BODY_BYTES, limit.bytes()), limit.within());
    this.limits = limits;
    this.dialects = dialects;
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
    } catch (DataAccessException | TransactionException | ProblemFound | TooBusy known) {
      throw known; // answered as everywhere
    } catch (RuntimeException e) {
      LOG.error("feedback failed", e);
      dialects.write(request, response, Problem.of(500, "internal_error", "something went wrong on our side"));
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean read = request.getMethod().equals("POST");
    switch (read ? SubmittedBody.read(request, bodyLimit) : new SubmittedBody.Bytes(new byte[0])) {
      case SubmittedBody.Bytes(byte[] body) -> {
        FeedbackRequest whole = whole(request, body);
        switch (FeedbackReading.read(whole)) {
          case FeedbackReading.Refused(TransportRefusal refusal) -> write(response, refusal);
          case FeedbackReading.Read(Said said) -> answer(request, whole, said, response);
        }
      }
      case SubmittedBody.Broken(TransportRefusal refusal) -> {
        response.setHeader("Connection", "close"); // what is left of the body must not be taken for a request
        write(response, refusal);
      }
    }
  }

  private void answer(HttpServletRequest request, FeedbackRequest whole, Said said, HttpServletResponse response)
      throws IOException {
    String address = request.getRemoteAddr();
    String event = said.eventId().strip().toLowerCase(Locale.ROOT);
    Allowance guessing = limits.guesses(address);
    if (guessing.isRefused()) {
      tooMany(request, response, guessing); // a hit as well as a miss, or guessing would go on
      return;
    }
    Reply reply = new Heard.Unknown();
    if (ObjectIds.valid(event)) {
      Allowance giving = limits.feedback(event);
      if (giving.isRefused()) {
        tooMany(request, response, giving);
        return;
      }
      reply = heard(request, EventId.of(event), whole, said);
    }
    switch (reply) {
      case Heard.Told(FeedbackAnswer answer) -> {
        Written written = answer.write(whole.accept());
        write(response, written.status(), written.headers(), written.body());
      }
      case Reply.Again(KeptAnswer answer) -> {
        response.setHeader(KeptAnswer.REPLAYED, "true");
        write(response, answer.status(), answer.headers(), answer.body());
      }
      case Reply.KeyRefused(IdempotencyRefusal refusal) -> dialects.write(request, response, refusal.problem());
      case Heard.Unknown() -> {
        limits.guessed(address);
        // One shape for every id that is no delivery's: malformed, unknown, of another kind of event, skipped.
        dialects.write(request, response, Problem.of(404, "not_found", "event not found"));
      }
      case Heard.Unavailable() ->
          dialects.write(request, response, Problem.of(503, "unavailable", "try again in a moment").after(2));
    }
  }

  private Reply heard(HttpServletRequest request, EventId event, FeedbackRequest whole, Said said) {
    if (!request.getMethod().equals("POST")) {
      return feedbacks.receive(event, whole, said);
    }
    return switch (IdempotencyKey.of(request)) {
      case Result.Done<Optional<IdempotencyKey>, IdempotencyRefusal>(Optional<IdempotencyKey> key) ->
          key.<Reply>map(given -> keyed.receive(event, whole, said, given))
              .orElseGet(() -> feedbacks.receive(event, whole, said));
      case Result.Refused<Optional<IdempotencyKey>, IdempotencyRefusal>(IdempotencyRefusal refusal) ->
          new Reply.KeyRefused(refusal);
    };
  }

  private void tooMany(HttpServletRequest request, HttpServletResponse response, Allowance refused)
      throws IOException {
    refused.tell(response);
    dialects.write(request, response, RateLimits.problem(refused));
  }

  private FeedbackRequest whole(HttpServletRequest request, byte[] body) {
    Map<String, String> headers = KeptHeaders.of(request);
    String query = request.getQueryString();
    return new FeedbackRequest(request.getMethod(), query == null ? "" : query, headers, body, clock.instant());
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
