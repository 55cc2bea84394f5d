package io.sluice.server.idempotency;

import io.sluice.server.account.Caller;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.http.LargerBody;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Every POST to a route of ours may carry an {@code Idempotency-Key} (decision 0101). As a filter it holds the request
 * and its answer; in between, as an interceptor, it knows the route and the caller and decides. Submissions and
 * feedback, which are no routes, have their own way with keys.
 */
@Component
final class KeyedPosts extends OncePerRequestFilter implements HandlerInterceptor, WebMvcConfigurer {

  static final String CLAIM = RequestKeys.Claim.class.getName();

  /** A longer one answers a question that may as well be asked again, or is lost. */
  private static final int MAX_KEPT_BYTES = 1 << 20;
  /** Behind the check of query and media type: what fails there was never begun. */
  private static final int ORDER = 100;
  private static final AccountId NOBODY = AccountId.of("000000000000000000000000");
  private static final List<String> KEPT_HEADERS = List.of("Content-Type", "Location");
  private static final Logger LOG = LoggerFactory.getLogger(KeyedPosts.class);

  private final RequestKeys keys;
  private final List<LargerBody> larger;

  KeyedPosts(RequestKeys keys, List<LargerBody> larger) {
    this.keys = keys;
    this.larger = larger;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(ORDER);
  }

  /** What is read piece by piece must not be held whole, and says itself that it may be sent again. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || request.getHeader(IdempotencyKey.HEADER) == null
        || larger.stream().anyMatch(route -> !route.isHeldWhole() && route.isOf(request));
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var held = new ContentCachingResponseWrapper(response);
    var read = new ReadRequest(request);
    chain.doFilter(read, held);
    if (request.getAttribute(CLAIM) instanceof RequestKeys.Claim claim) {
      request.removeAttribute(CLAIM); // what is committed from here on, such as the session, is not the request's doing
      settle(claim, request, held);
    }
    held.copyBodyToResponse(); // not before: whoever is answered can ask again and is told the same
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    ReadRequest read = ReadRequest.within(request);
    if (read == null || !(handler instanceof HandlerMethod route) || !isOurs(route)) {
      return true;
    }
    Caller caller = request.getAttribute(Caller.ATTRIBUTE) instanceof Caller known ? known : null;
    if (caller == null && !route.hasMethodAnnotation(OpenToAll.class)) {
      return true; // the route answers 401 before it begins
    }
    Optional<IdempotencyKey> key = orProblem(IdempotencyKey.of(request));
    if (key.isEmpty()) {
      return true;
    }
    String query = request.getQueryString();
    var content = new KeyedRequest.Content(request.getMethod(), request.getRequestURI(), query == null ? "" : query,
        request.getContentType(), read.body());
    RequestKeys.Asked asked = orProblem(caller == null
        ? keys.ask(NOBODY, KeyedRequest.ofNobody(key.get(), content))
        : keys.ask(caller.account(), keyed(caller, key.get(), content)));
    return switch (asked) {
      case RequestKeys.Asked.First(RequestKeys.Claim claim) -> {
        request.setAttribute(CLAIM, claim);
        yield true;
      }
      case RequestKeys.Asked.Again(KeptAnswer answer) -> {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader(KeptAnswer.REPLAYED, "true");
        response.getOutputStream().write(answer.body());
        yield false;
      }
    };
  }

  private static KeyedRequest keyed(Caller caller, IdempotencyKey key, KeyedRequest.Content content) {
    UserId user = caller.user();
    return user == null ? KeyedRequest.of(key, content) : KeyedRequest.ofUser(user, key, content);
  }

  private static boolean isOurs(HandlerMethod route) {
    Class<?> api = route.getBeanType();
    return AnnotatedElementUtils.hasAnnotation(api, ExchangeApi.class)
        || AnnotatedElementUtils.hasAnnotation(api, ConsoleApi.class)
        || AnnotatedElementUtils.hasAnnotation(api, CrmApi.class);
  }

  private static <T> T orProblem(Result<T, IdempotencyRefusal> result) {
    return switch (result) {
      case Result.Done<T, IdempotencyRefusal>(T value) -> value;
      case Result.Refused<T, IdempotencyRefusal>(IdempotencyRefusal refusal) -> throw new ProblemFound(refusal.problem());
    };
  }

  private void settle(RequestKeys.Claim claim, HttpServletRequest request, ContentCachingResponseWrapper response) {
    try {
      boolean settled = isSettled(request, response);
      if (settled && response.getContentSize() <= MAX_KEPT_BYTES) {
        keys.keep(claim, new KeptAnswer(response.getStatus(), headers(response), response.getContentAsByteArray()));
      } else if (settled || response.getStatus() == 503) {
        keys.giveUp(claim); // an outage may have hidden that it took effect
      } else {
        keys.release(claim);
      }
    } catch (DataAccessException | TransactionException e) {
      // The answer is right all the same. Asked again, the client is told that it is lost.
      LOG.error("the answer to {} cannot be kept under its key", request.getRequestURI(), e);
    }
  }

  /**
   * What its route answered is, and so is our failure. What stopped it before its route, a body that does not fit, a twin
   * that was quicker and an outage are not: it may be sent again. So may one whose answer opens a session: its cookie is
   * no part of what is kept.
   */
  private static boolean isSettled(HttpServletRequest request, ContentCachingResponseWrapper response) {
    HttpSession session = request.getSession(false);
    boolean settled = request.getAttribute(Answer.SETTLED) != null || response.getStatus() == 500;
    return settled && response.getStatus() != 503 && (session == null || !session.isNew());
  }

  private static Map<String, String> headers(HttpServletResponse response) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : KEPT_HEADERS) {
      @Nullable String value = name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }
}
