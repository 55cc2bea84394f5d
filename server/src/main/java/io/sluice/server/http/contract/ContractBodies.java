package io.sluice.server.http.contract;

import io.sluice.server.http.ProblemFound;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
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

  /** Of numbers with a point or an exponent: as many digits as every whole number that a long holds may have. */
  private static final int MAX_WHOLE_DIGITS = 18;
  private static final int MAX_DECIMALS = 400;

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
    List<BodyProblem> problems = new ArrayList<>();
    findWhatNothingKeeps("", body, problems);
    refuse(operation.get(), problems);
    BodyCheck check = contract.body(operation.get(), body);
    refuse(operation.get(), check.problems());
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

  private static void refuse(Operation operation, List<BodyProblem> problems) {
    if (!problems.isEmpty()) {
      throw new ProblemFound(ContractRequests.problem(
          operation, "body_invalid", "the body is not what this operation takes", problems));
    }
  }

  private Optional<Operation> operation() {
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
      HttpServletRequest request = attributes.getRequest();
      return ContractRequests.operation(contract, request);
    }
    return Optional.empty();
  }

  /** PostgreSQL keeps every character but NUL; and an exponent of ten digits makes a number of a thousand million. */
  private static void findWhatNothingKeeps(String path, JsonNode node, List<BodyProblem> problems) {
    if (node.isString() && node.stringValue().indexOf('\0') >= 0) {
      add(problems, new BodyProblem(path, BodyProblem.NUL));
    } else if (node.isBigInteger() || node.isBigDecimal() && isBeyondBounds(node.decimalValue())) {
      add(problems, new BodyProblem(path, "must be a number of at most " + MAX_WHOLE_DIGITS
          + " digits before the point and " + MAX_DECIMALS + " behind it"));
    } else if (node.isObject()) {
      node.properties().forEach(property -> {
        String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
        if (property.getKey().indexOf('\0') >= 0) {
          add(problems, new BodyProblem(name, BodyProblem.NUL));
        }
        findWhatNothingKeeps(name, property.getValue(), problems);
      });
    } else {
      for (int i = 0; i < node.size(); i++) {
        findWhatNothingKeeps(path + "[" + i + "]", node.get(i), problems);
      }
    }
  }

  private static void add(List<BodyProblem> problems, BodyProblem another) {
    if (problems.size() <= BodyProblem.MOST_TOLD) {
      problems.add(problems.size() < BodyProblem.MOST_TOLD ? another : BodyProblem.AND_MORE);
    }
  }

  private static boolean isBeyondBounds(BigDecimal number) {
    return (long) number.precision() - number.scale() > MAX_WHOLE_DIGITS || number.scale() > MAX_DECIMALS;
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return STRICT.readTree(bytes);
    } catch (NumberFormatException beyondBounds) {
      throw new ProblemFound(Problem.of(400, "malformed_body", "the body is not JSON: a number is beyond all bounds"));
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      throw new ProblemFound(Problem.of(400, "malformed_body", "the body is not JSON: " + JsonBody.why(e)
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
