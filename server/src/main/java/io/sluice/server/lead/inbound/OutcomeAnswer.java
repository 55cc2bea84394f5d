package io.sluice.server.lead.inbound;

import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.http.body.JsonText;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.XmlText;
import io.sluice.server.lead.inbound.InboundModule.Written;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer in {@code outcome}, {@code reason}, {@code lead.id} and {@code price}, as JSON or XML (exchange 3.3). */
final class OutcomeAnswer {

  /** What a sender may say beside the lead (exchange 3.2). */
  static final List<Variable> SENT = List.of(
      Variable.optional("*", "Lead fields", "wildcard", "What the flow collects, by the names of its fields"),
      Variable.optional("trustedform_cert_url", "TrustedForm certificate", "trustedform_url",
          "The certificate of the visit; the names TrustedForm's own scripts use are understood, too",
          "https://cert.trustedform.com/0123456789abcdef0123456789abcdef01234567"),
      Variable.optional("redir_url", "Redirect", "url",
          "Where the visitor's browser is sent after the submission; not part of the lead",
          "https://www.example.com/thanks"));

  static final List<Variable> TOLD = List.of(
      Variable.required("outcome", "Outcome", "string", "success, failure or error", "success"),
      Variable.optional("reason", "Reason", "string", "Why it was not a success", "Cap reached"),
      Variable.optional("lead.id", "Lead ID", "string", "The lead's id here; not on a ping",
          "5fd4371e940df5a34a3888b2"),
      Variable.required("price", "Price", "number", "What the lead is bought for, in US dollars", "1.5"));

  private OutcomeAnswer() {}

  static Written write(Kind kind, Told said, Map<String, Object> fields) {
    var type = MediaRanges.best(said.accept());
    // A form is asked for by browsers that only wait for the redirect: observed, the body is JSON all the same.
    boolean xml = MediaRanges.XML.equals(type) || MediaRanges.TEXT_XML.equals(type);
    return write(kind, said, type == null ? "" : type,
        xml ? XmlText.document("result", fields) : JsonText.write(fields));
  }

  /** A sender that named a {@code redir_url} has a visitor's browser waiting for it, whatever the body speaks. */
  static Written write(Kind kind, Told said, String contentType, String text) {
    var body = text.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(3);
    headers.put("Content-Type", contentType);
    headers.put("Content-Length", Integer.toString(body.length));
    said.redirUrl().ifPresent(url -> headers.put("Location", RedirUrl.location(url)));
    return new Written(said.redirUrl().isPresent() ? 303 : kind == Kind.PING ? 200 : 201, headers, body);
  }

  /** Those the source chose, or these four. */
  static Map<String, Object> fields(Kind kind, Told said) {
    return said.fields().isEmpty() ? ownFields(kind, said) : chosenFields(said);
  }

  private static Map<String, Object> ownFields(Kind kind, Told said) {
    Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(5);
    putKnown(fields, "outcome", said.outcome());
    putKnown(fields, "reason", said.reason());
    if (kind == Kind.SUBMIT && said.leadId() != null) {
      fields.put("lead", Map.of("id", said.leadId()));
    }
    fields.put("price", price(said));
    return fields;
  }

  private static Map<String, Object> chosenFields(Told said) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (var name : said.fields()) {
      var path = List.of(name.split("\\.", -1));
      var value = value(said, path);
      if (value != null) {
        put(fields, path, value);
      }
    }
    fields.putIfAbsent("price", price(said));
    return fields;
  }

  private static @Nullable Object value(Told said, List<String> path) {
    var name = String.join(".", path);
    return switch (name) {
      case "outcome" -> said.outcome();
      case "reason" -> said.reason();
      case "price" -> said.price();
      default -> name.equals("lead.id") && said.leadId() != null ? said.leadId() : inVars(said.vars(), path);
    };
  }

  private static @Nullable Object inVars(Map<String, @Nullable Object> vars, List<String> path) {
    Object here = vars;
    for (var part : path) {
      here = here instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return here;
  }

  private static void put(Map<String, Object> fields, List<String> path, Object value) {
    var here = fields;
    for (var part : path.subList(0, path.size() - 1)) {
      if (!(here.computeIfAbsent(quoted(part), _ -> new LinkedHashMap<String, Object>()) instanceof Map<?, ?> inner)) {
        return; // the whole of it was chosen already
      }
      @SuppressWarnings("unchecked")
      var next = (Map<String, Object>) inner;
      here = next;
    }
    here.put(quoted(path.getLast()), value);
  }

  /** Observed: a part that is a number comes back in quotes. */
  static String quoted(String part) {
    boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? "'" + part + "'" : part;
  }

  static Object price(Told said) {
    return said.price() == null ? 0L : said.price();
  }

  private static void putKnown(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
