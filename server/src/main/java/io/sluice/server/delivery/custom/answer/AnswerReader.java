package io.sluice.server.delivery.custom.answer;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.XmlBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the answers to all custom deliveries, as the step's settings say (exchange 14.3). */
@Component
public final class AnswerReader {

  private static final int MAX_REASON_CHARS = 2_000;

  /** The event: {@code outcome}, {@code price}, and what else the answer holds. */
  public Map<String, @Nullable Object> event(
      Map<String, ? extends @Nullable Object> vars, OutboundResponse response) {
    if (isServerError(response.status())) {
      Map<String, @Nullable Object> event = new LinkedHashMap<>();
      event.put("outcome", "error");
      event.put("reason", "Server error");
      return event;
    }
    return event(vars, body(vars, response), response.cookies());
  }

  /** Observed: 500 to 599, and 1000 too. */
  public static boolean isServerError(int status) {
    return status / 100 % 5 == 0;
  }

  private static AnswerBody body(Map<String, ? extends @Nullable Object> vars, OutboundResponse response) {
    var named = Mapped.text(vars, "response_content_type_override")
        .or(() -> response.header("Content-Type")).orElse("");
    var text = response.body();
    return switch (named.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> json(text);
      case "application/xml", "text/xml" -> xml(text);
      case "text/html" -> new HtmlAnswer(text);
      default -> new TextAnswer(text);
    };
  }

  private static AnswerBody json(String text) {
    var json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return switch (JsonBody.read(json)) {
      case BodyReading.Read(var tree) -> new TreeAnswer(tree, text);
      case BodyReading.Unreadable _ -> new TextAnswer(text); // observed
    };
  }

  @SuppressWarnings("unchecked")
  private static AnswerBody xml(String text) {
    return switch (XmlBody.readNamed(text)) {
      case BodyReading.Read(Map<?, ?> tree) -> new XmlAnswer((Map<String, @Nullable Object>) tree, text);
      case BodyReading.Read _, BodyReading.Unreadable _ -> new TextAnswer(text); // observed
    };
  }

  public Map<String, @Nullable Object> event(
      Map<String, ? extends @Nullable Object> vars, AnswerBody body, List<String> cookies) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>(body.appended());
    capture(event, vars.get("capture"), body);
    var outcome = outcome(vars, body);
    event.put("outcome", outcome);
    event.put("price", price(vars, body));
    reason(vars, body).ifPresent(reason -> event.put("reason", reason));
    if (!outcome.equals("success") && Values.text(event.get("reason")).isEmpty()) {
      Mapped.text(vars, "default_reason").ifPresent(reason -> event.put("reason", reason));
    }
    Mapped.text(vars, "reference_path").flatMap(path -> first(body, path))
        .ifPresent(reference -> event.put("reference", Values.text(reference)));
    Mapped.text(vars, "cookie_search_term")
        .flatMap(term -> cookies.stream().filter(cookie -> Patterns.isFound(term, cookie)).findFirst())
        .ifPresent(cookie -> event.put("cookie", cookie));
    return event;
  }

  private static void capture(Map<String, @Nullable Object> into, @Nullable Object wanted, AnswerBody body) {
    if (wanted instanceof Map<?, ?> patterns) {
      patterns.forEach((name, pattern) -> {
        if (pattern instanceof Map<?, ?>) {
          Map<String, @Nullable Object> inner = new LinkedHashMap<>();
          capture(inner, pattern, body);
          if (!inner.isEmpty()) {
            into.put(String.valueOf(name), inner);
          }
        } else {
          body.captured(Values.text(pattern)).ifPresent(value -> into.put(String.valueOf(name), value));
        }
      });
    }
  }

  private static String outcome(Map<String, ? extends @Nullable Object> vars, AnswerBody body) {
    var onMatch = Mapped.text(vars, "outcome_on_match").orElse("success").toLowerCase(Locale.ROOT);
    var term = Mapped.text(vars, "outcome_search_term");
    if (term.isEmpty() || Patterns.isFound(term.get(), searched(vars, body))) {
      return onMatch;
    }
    return onMatch.equals("success") ? "failure" : "success";
  }

  private static String searched(Map<String, ? extends @Nullable Object> vars, AnswerBody body) {
    return Mapped.text(vars, "outcome_search_path").flatMap(body::at).orElseGet(body::whole);
  }

  private static Optional<String> reason(Map<String, ? extends @Nullable Object> vars, AnswerBody body) {
    return Mapped.text(vars, "reason_path").map(path -> body.values(path).stream()
            .map(value -> Values.text(value).strip())
            .filter(text -> !text.isEmpty())
            .sorted()
            .collect(Collectors.joining(", ")))
        .filter(reason -> !reason.isEmpty())
        .map(reason -> reason.length() > MAX_REASON_CHARS ? reason.substring(0, MAX_REASON_CHARS) : reason);
  }

  /** As the recipient wrote it; observed, a fallback and the 0 without one are numbers. */
  private static Object price(Map<String, ? extends @Nullable Object> vars, AnswerBody body) {
    return Mapped.text(vars, "price_path").flatMap(path -> first(body, path)).<Object>map(Values::text)
        .orElseGet(() -> Mapped.number(vars, "fallback_price").<Object>map(Object.class::cast).orElse(0L));
  }

  /** The first of what stands there, unless it is as good as nothing. */
  private static Optional<Object> first(AnswerBody body, String path) {
    return body.values(path).stream().findFirst().filter(value -> switch (value) {
      case Boolean yes -> yes;
      case Number number -> number.doubleValue() != 0;
      default -> !Values.text(value).isBlank();
    });
  }
}
