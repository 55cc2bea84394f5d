package io.sluice.server.feedback;

import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.FormBody;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.XmlBody;
import io.sluice.server.lead.inbound.TransportRefusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of reading a request (exchange 13): checked in the order of a submission, with answers of its own. */
sealed interface FeedbackReading {

  record Read(Said said) implements FeedbackReading {}

  record Refused(TransportRefusal refusal) implements FeedbackReading {}

  static FeedbackReading read(FeedbackRequest request) {
    String method = request.method().toUpperCase(Locale.ROOT);
    if (!method.equals("GET") && !method.equals("POST")) {
      // Observed: not 405, as for a submission.
      return new Refused(
          TransportRefusal.of(415, "The " + method + " method is not allowed").with("Allow", "GET, POST"));
    }
    if (MediaRanges.best(request.accept()) == null) {
      return refused(406, "Not capable of generating content according to the Accept header");
    }
    BodyReading query = FormBody.read(request.query());
    if (query instanceof BodyReading.Unreadable(String why)) {
      return unreadable(MediaRanges.FORM, why);
    }
    Map<String, @Nullable Object> asked = named(query);
    return method.equals("POST") && request.announcesBody() ? withBody(request, asked) : new Read(Said.of(asked));
  }

  private static FeedbackReading withBody(FeedbackRequest request, Map<String, @Nullable Object> query) {
    if (request.contentType() == null) {
      return refused(415, "Content-Type header is required");
    }
    String type = MediaRanges.best(request.contentType());
    if (type == null) {
      return refused(406, TransportRefusal.UNSUPPORTED_TYPE);
    }
    String text = new String(request.body(), StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return new Read(Said.of(query));
    }
    BodyReading body = switch (type) {
      case MediaRanges.JSON -> JsonBody.read(request.body()); // observed: not forgiving, as a submission is
      case MediaRanges.FORM -> FormBody.read(text);
      default -> XmlBody.read(text);
    };
    return body instanceof BodyReading.Unreadable(String why)
        ? unreadable(type, why)
        : new Read(Said.of(merged(named(body), query)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> named(BodyReading body) {
    return body instanceof BodyReading.Read(Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The query wins, name by name. */
  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> body, Map<String, @Nullable Object> query) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>(body);
    query.forEach((name, value) -> both.put(name, value instanceof Map<?, ?> over && both.get(name) instanceof Map<?, ?>
        under ? merged(copy(under), copy(over)) : value));
    return both;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }

  private static FeedbackReading unreadable(String type, String why) {
    return refused(400, "Body is not parsable as " + type + " -- Error: " + why);
  }

  private static FeedbackReading refused(int status, String text) {
    return new Refused(TransportRefusal.of(status, text));
  }
}
