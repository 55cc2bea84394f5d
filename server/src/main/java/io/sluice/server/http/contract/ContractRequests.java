package io.sluice.server.http.contract;

import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Holds what can be told before the body is read (query, media type) against the contract. */
@Component
final class ContractRequests implements HandlerInterceptor, WebMvcConfigurer {

  private final Contract contract;

  ContractRequests(Contract contract) {
    this.contract = contract;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  /** In the background, so that neither the start nor the first request waits for it. */
  @EventListener(ApplicationReadyEvent.class)
  void readAhead() {
    Thread.ofVirtual().name("contract").start(contract::operations);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    Operation operation = operation(contract, request).orElse(null);
    if (operation == null) {
      return true;
    }
    Map<String, String[]> asked = asked(request);
    List<BodyProblem> query = new ArrayList<>(contract.query(operation, asked));
    asked.forEach((name, values) -> {
      if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
        query.add(new BodyProblem(name, BodyProblem.NUL));
      }
    });
    if (!query.isEmpty()) {
      throw new ProblemFound(problem(operation, "query_invalid", "the query is not what this operation takes", query));
    }
    if (operation.takesJson() && hasBody(request)) {
      if (!isJson(request.getContentType())) {
        throw new ProblemFound(Problem.of(415, "unsupported_media_type", request.getContentType() == null
            ? "send the header Content-Type: application/json"
            : "send application/json, not " + request.getContentType()));
      }
    }
    return true;
  }

  /** With an empty text for what a form in the body of a PUT or DELETE only names: there it is null. */
  private static Map<String, String[]> asked(HttpServletRequest request) {
    Map<String, String[]> asked = new LinkedHashMap<>(request.getParameterMap());
    asked.replaceAll((_, values) ->
        Arrays.stream(values).map(value -> value == null ? "" : value).toArray(String[]::new));
    return asked;
  }

  static Optional<Operation> operation(Contract contract, HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String template
        ? contract.operation(new Route(request.getMethod(), template))
        : Optional.empty();
  }

  /** The exchange has one text for everything (exchange 2.1); the other surfaces list sentences by field. */
  static Problem problem(Operation operation, String code, String sentence, List<BodyProblem> problems) {
    if (operation.surface().equals("exchange")) {
      return Problem.of(400, code,
          problems.stream().map(BodyProblem::toString).collect(Collectors.joining("; ")));
    }
    Map<String, List<String>> fields = problems.stream().collect(Collectors.groupingBy(
        BodyProblem::path, LinkedHashMap::new, Collectors.mapping(BodyProblem::sentence, Collectors.toList())));
    return new Problem(400, code, sentence, fields);
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
          || type.isConcrete() && type.getSubtype().endsWith("+json"); // the old vendor types of exchange 2
    } catch (InvalidMediaTypeException e) {
      return false; // a header that cannot be read names no type we know
    }
  }
}
