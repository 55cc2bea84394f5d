package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.Route;
import io.sluice.server.account.BasicPassword;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.flow.router.OpenRouter;
import io.sluice.server.flow.router.OpenRouters;
import io.sluice.server.http.BodiesInHand;
import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.TooBusy;
import io.sluice.server.http.body.KeptHeaders;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.idempotency.IdempotencyKey;
import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.idempotency.KeptAnswer;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.RouterId;
import io.sluice.server.lead.inbound.Inbound;
import io.sluice.server.lead.inbound.InboundModule;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.SaidCharset;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Submit and ping (exchange 3.1), and submitting to a router (exchange 15): ahead of Spring's own filters and routes,
 * which would cost as much CPU again and read a form's body before we can. Everything else passes on.
 */
final class SubmitFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile(
      "/flows/([0-9a-fA-F]{24})/sources/([0-9a-fA-F]{24})/(?:submit|ping)|/routers/([0-9a-fA-F]{24})/submit");
  private static final int FLOW = 1;
  private static final int SOURCE = 2;
  private static final int ROUTER = 3;
  private static final Logger LOG = LoggerFactory.getLogger(SubmitFilter.class);

  private final transient OpenFlows flows;
  private final transient OpenRouters routers;
  private final transient Submissions submissions;
  private final transient ApiKeys keys;
  private final transient Clock clock;
  private final transient BodyLimit bodyLimit;
  private final transient BodiesInHand bodies;
  private final transient RateLimits limits;

  SubmitFilter(OpenFlows flows, OpenRouters routers, Submissions submissions, ApiKeys keys, BodyLimit bodyLimit,
      BodiesInHand bodies, RateLimits limits, Clock clock) {
    this.flows = flows;
    this.routers = routers;
    this.submissions = submissions;
    this.keys = keys;
    this.bodyLimit = bodyLimit;
    this.bodies = bodies;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain others)
      throws IOException, ServletException {
    Matcher path = PATH.matcher(request.getRequestURI());
    if (!path.matches()) {
      others.doFilter(request, response);
      return;
    }
    try (BodiesInHand.Held held = bodies.hold()) {
      if (isTooOften(request, response)) {
        return;
      }
      if (path.group(ROUTER) == null) {
        answer(request, response, FlowId.of(path.group(FLOW)), EntityId.of(path.group(SOURCE)), held);
      } else {
        answer(request, response, RouterId.of(path.group(ROUTER)), held);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.error("the database did not answer a submission to {}", request.getRequestURI(), e);
      unavailable(response);
    } catch (TooBusy e) {
      response.setHeader("Connection", "close"); // what is left of the body must not be taken for a request
      unavailable(response);
    } catch (RuntimeException | Error e) {
      LOG.error("a submission to {} failed", request.getRequestURI(), e);
      error(response, 500, "something went wrong on our side");
    }
  }

  /** Said before anything is looked up or read. Who is let through is told nothing: headers would cost as much again. */
  private boolean isTooOften(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Allowance allowance = limits.address(request.getRemoteAddr());
    if (!allowance.isRefused()) {
      String path = request.getRequestURI();
      allowance = limits.submit(path.substring(0, path.lastIndexOf('/')).toLowerCase(Locale.ROOT));
    }
    if (!allowance.isRefused()) {
      return false;
    }
    allowance.tell(response);
    response.setHeader("Connection", "close"); // its body is not read
    error(response, 429, RateLimits.problem(allowance).sentence());
    return true;
  }

  /** In the order of exchange 3.4. */
  private void answer(HttpServletRequest request, HttpServletResponse response, FlowId flowId, EntityId sourceId,
      BodiesInHand.Held held) throws IOException {
    OpenFlow flow = flows.open(flowId).orElse(null);
    CompiledSource source = flow == null ? null : flow.source(sourceId).orElse(null);
    if (flow == null || source == null) {
      error(response, 404, "not found");
    } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("POST")) {
      write(response, submissions.handle(flow, source, raw(request, new byte[0]), Optional.empty()));
    } else {
      switch (IdempotencyKey.of(request)) {
        case Result.Refused<?, IdempotencyRefusal>(IdempotencyRefusal refusal) -> write(response, refusal);
        case Result.Done<Optional<IdempotencyKey>, ?>(Optional<IdempotencyKey> key) ->
            answer(request, response, flow, source, key, held);
      }
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, OpenFlow flow, CompiledSource source,
      Optional<IdempotencyKey> key, BodiesInHand.Held held) throws IOException {
    boolean unread = !flow.flow().isEnabled() || !source.isEnabled();
    if (unread && key.isEmpty()) {
      write(response, submissions.handleUnread(flow, source, raw(request, new byte[0]), Optional.empty()));
    } else if (!unread && source.isAuthenticationRequired() && !isFrom(EntityId.of(source.entityId()), request)) {
      unauthorized(response);
    } else {
      switch (SubmittedBody.read(request, bodyLimit, held::more)) {
        case SubmittedBody.Bytes(byte[] body) when unread -> write(response, submissions.handleUnread(
            flow, source, raw(request, new byte[0]), LeadClaim.of(flow, source, raw(request, body), key)));
        case SubmittedBody.Bytes(byte[] body) ->
            write(response, submissions.handle(flow, source, raw(request, body), key));
        case SubmittedBody.Broken(TransportRefusal refusal) -> {
          response.setHeader("Connection", "close"); // what is left of the body must not be taken for a request
          write(response, refusal);
        }
      }
    }
  }

  /** What is sent must be known before it is known whose it is; from there on as for a submission to that source. */
  private void answer(HttpServletRequest request, HttpServletResponse response, RouterId routerId,
      BodiesInHand.Held held) throws IOException {
    OpenRouter router = routers.open(routerId).orElse(null);
    if (router == null) {
      error(response, 404, "not found");
      return;
    }
    switch (IdempotencyKey.of(request)) {
      case Result.Refused<?, IdempotencyRefusal>(IdempotencyRefusal refusal) -> write(response, refusal);
      case Result.Done<Optional<IdempotencyKey>, ?>(Optional<IdempotencyKey> key) ->
          answer(request, response, router, key, held);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, OpenRouter router,
      Optional<IdempotencyKey> key, BodiesInHand.Held held) throws IOException {
    boolean read = request.getMethod().equals("GET") || request.getMethod().equals("POST");
    switch (read ? SubmittedBody.read(request, bodyLimit, held::more) : new SubmittedBody.Bytes(new byte[0])) {
      case SubmittedBody.Bytes(byte[] body) -> answer(request, response, router, raw(request, body), key);
      case SubmittedBody.Broken(TransportRefusal refusal) -> {
        response.setHeader("Connection", "close"); // as above
        write(response, refusal);
      }
    }
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, OpenRouter router, RawSubmission raw,
      Optional<IdempotencyKey> key) throws IOException {
    switch (Inbound.read(raw)) {
      case TransportRefusal refusal -> write(response, refusal);
      case InboundReading.Submitted submitted -> {
        Route route = router.routes()
            .route(submitted.submission(router.owner(), raw.address()), raw.receivedAt()).orElse(null);
        if (route == null) {
          write(response, submissions.unrouted(router.moduleId(), raw, submitted));
          return;
        }
        EntityId sourceId = EntityId.of(String.valueOf(route.sourceId()));
        OpenFlow flow = flows.open(FlowId.of(String.valueOf(route.flowId()))).orElse(null);
        CompiledSource source = flow == null ? null : flow.source(sourceId).orElse(null);
        if (flow == null || source == null) {
          error(response, 404, "not found");
        } else if (flow.flow().isEnabled() && source.isEnabled() && source.isAuthenticationRequired()
            && !isFrom(sourceId, request)) {
          unauthorized(response);
        } else {
          write(response, submissions.handle(flow, source, raw, submitted, key));
        }
      }
    }
  }

  private static void unauthorized(HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", "Basic realm=\"Sluice\"");
    error(response, 401, "Unauthorized source");
  }

  /** An account's entity has the account's own id (exchange 4.4). */
  private boolean isFrom(EntityId source, HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .flatMap(BasicPassword::of)
        .flatMap(keys::recognise)
        .filter(key -> key.account().value().equals(source.value()))
        .isPresent();
  }

  private RawSubmission raw(HttpServletRequest request, byte[] body) {
    Map<String, String> headers = KeptHeaders.of(request);
    String path = request.getRequestURI();
    String query = request.getQueryString();
    byte[] text = SaidCharset.inUtf8(body, request.getContentType());
    return new RawSubmission(request.getMethod(), Kind.of(path), path, query == null ? "" : query, headers, text,
        request.getRemoteAddr(), clock.instant());
  }

  private static void write(HttpServletResponse response, Handled handled) throws IOException {
    switch (handled) {
      case Handled.Done(_, _, _, InboundModule.Written answer) ->
          write(response, answer.status(), answer.headers(), answer.body());
      case Handled.Refused(TransportRefusal refusal) -> write(response, refusal);
      case Handled.Again(KeptAnswer answer) -> {
        response.setHeader(KeptAnswer.REPLAYED, "true");
        write(response, answer.status(), answer.headers(), answer.body());
      }
      case Handled.KeyRefused(IdempotencyRefusal refusal) -> write(response, refusal);
      case Handled.Unavailable() -> unavailable(response);
    }
  }

  private static void write(HttpServletResponse response, IdempotencyRefusal refusal) throws IOException {
    if (refusal instanceof IdempotencyRefusal.InUse) {
      response.setHeader("Retry-After", "2");
    }
    error(response, refusal.problem().status(), refusal.problem().sentence());
  }

  private static void write(HttpServletResponse response, TransportRefusal refusal) throws IOException {
    write(response, refusal.status(), refusal.headers(), refusal.text().getBytes(StandardCharsets.UTF_8));
  }

  private static void unavailable(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "2");
    error(response, 503, "try again in a moment");
  }

  private static void error(HttpServletResponse response, int status, String sentence) throws IOException {
    write(response, status, Map.of("Content-Type", "application/json"),
        ("{\"error\":\"" + sentence + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(HttpServletResponse response, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
