package io.sluice.server.http.contract;

import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds every JSON body against the contract before it is bound: whoever receives a record knows that its required
 * properties are there and that nothing in it was misspelt. Read-only properties are taken out on the way.
 */
@RestControllerAdvice
final class ContractBodies extends RequestBodyAdviceAdapter {

  private static final JsonMapper STRICT = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private final Contract contract;

  ContractBodies(Contract contract) {
    this.contract = contract;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converter) {
    return true; // which operation it is can be told from the request only
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type target,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    Optional<Operation> operation = operation();
    if (operation.isEmpty() || !operation.get().takesJson()) {
      return message;
    }
    byte[] bytes = message.getBody().readAllBytes(); // no more than the operator's BodyLimit
    JsonNode body = parse(bytes);
    BodyCheck check = contract.body(operation.get(), body);
    List<BodyProblem> problems = new ArrayList<>(check.problems());
    findNul("", body, problems);
    if (!problems.isEmpty()) {
      throw new ProblemFound(ContractRequests.problem(operation.get(), "body_invalid",
          "the body is not what this operation takes", problems));
    }
    return new Body(message.getHeaders(), check.body().equals(body) ? bytes : STRICT.writeValueAsBytes(check.body()));
  }

  @Override
  public @Nullable Object handleEmptyBody(
      @Nullable Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type target,
      Class<? extends HttpMessageConverter<?>> converter) {
    if (operation().filter(Operation::bodyRequired).isPresent()) {
      throw new ProblemFound(Problem.of(400, "body_missing", "this operation needs a JSON body"));
    }
    return body;
  }

  private Optional<Operation> operation() {
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
      HttpServletRequest request = attributes.getRequest();
      return ContractRequests.operation(contract, request);
    }
    return Optional.empty();
  }

  /** PostgreSQL keeps every character but this one. */
  private static void findNul(String path, JsonNode node, List<BodyProblem> problems) {
    if (node.isString() && node.stringValue().indexOf('\0') >= 0) {
      problems.add(new BodyProblem(path, "must not hold the character NUL"));
    } else if (node.isObject()) {
      node.properties().forEach(property -> findNul(
          path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), problems));
    } else {
      for (int i = 0; i < node.size(); i++) {
        findNul(path + "[" + i + "]", node.get(i), problems);
      }
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return STRICT.readTree(bytes);
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      throw new ProblemFound(Problem.of(400, "malformed_body", "the body is not JSON: " + e.getOriginalMessage()
          + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")")));
    }
  }

  private record Body(HttpHeaders headers, byte[] bytes) implements HttpInputMessage {

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
