package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.FormBody;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.QueryText;
import io.sluice.server.http.body.XmlBody;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a request into an untyped lead, or refuses it (exchange 3.2). */
public final class Inbound {

  private Inbound() {}

  /** The checks in the contract's order; the first that fails answers. */
  public static InboundReading read(RawSubmission request) {
    var method = request.method().toUpperCase(Locale.ROOT);
    if (!method.equals("GET") && !method.equals("POST")) {
      return TransportRefusal.of(405, "The " + method + " method is not allowed").with("Allow", "GET, POST");
    }
    if (MediaRanges.best(request.accept()) == null) {
      return TransportRefusal.of(406, "Not capable of generating content according to the Accept header");
    }
    var query = QueryText.read(request.query());
    var redirUrl = QueryText.first(query, "redir_url");
    if (redirUrl != null && !RedirUrl.isValid(redirUrl)) {
      return TransportRefusal.of(400, "Invalid redir_url");
    }
    boolean hasBody = method.equals("POST") && request.announcesBody();
    return hasBody ? readBody(request, query, redirUrl) : fromQuery(request, query, redirUrl);
  }

  /** Of a request whose body nobody wants: where it wants its visitor to go. */
  public static InboundReading.Submitted unread(RawSubmission request) {
    var redirUrl = Optional.ofNullable(QueryText.first(QueryText.read(request.query()), "redir_url"));
    return new InboundReading.Submitted(Map.of(), redirUrl.filter(RedirUrl::isValid));
  }

  private static InboundReading readBody(
      RawSubmission request, Map<String, @Nullable Object> query, @Nullable String redirUrl) {
    if (request.contentType() == null) {
      return TransportRefusal.of(415, "Content-Type header is required");
    }
    var type = MediaRanges.best(request.contentType());
    if (type == null) {
      return TransportRefusal.of(406, TransportRefusal.UNSUPPORTED_TYPE);
    }
    if (isBlank(request.body())) {
      return fromQuery(request, query, redirUrl);
    }
    var coding = request.headers().get("content-encoding");
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      return TransportRefusal.of(415, "Content-Encoding is not supported. Send the body as it is.")
          .with("Accept-Encoding", "identity");
    }
    return switch (parse(type, request.body())) {
      case BodyReading.Read(var body) -> merged(request, body, query, redirUrl);
      case BodyReading.Unreadable(var why) -> TransportRefusal.of(400, complaint(type) + why);
    };
  }

  private static BodyReading parse(String type, byte[] body) {
    return switch (type) {
      case MediaRanges.JSON -> JsonBody.readForgiving(body);
      case MediaRanges.FORM -> FormBody.read(new String(body, StandardCharsets.UTF_8));
      default -> XmlBody.read(new String(body, StandardCharsets.UTF_8));
    };
  }

  private static String complaint(String type) {
    return switch (type) {
      case MediaRanges.JSON -> "Unable to parse JSON -- SyntaxError: Error: ";
      case MediaRanges.FORM -> "Unable to parse form -- Error: ";
      default -> "Body does not contain XML or XML is unparseable -- Error: ";
    };
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\r' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static InboundReading fromQuery(
      RawSubmission request, Map<String, @Nullable Object> query, @Nullable String redirUrl) {
    CertificateNames.settle(query, request.kind());
    return new InboundReading.Submitted(query, Optional.ofNullable(redirUrl));
  }

  /** A body without names leaves no place for the query's (observed). */
  @SuppressWarnings("unchecked")
  private static InboundReading merged(
      RawSubmission request, @Nullable Object body, Map<String, @Nullable Object> query, @Nullable String redirUrl) {
    if (body instanceof Map<?, ?> map) {
      CertificateNames.merge((Map<String, @Nullable Object>) map, query, request.kind());
    }
    return new InboundReading.Submitted(body, Optional.ofNullable(redirUrl));
  }
}
