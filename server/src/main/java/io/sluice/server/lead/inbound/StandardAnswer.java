package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.JsonText;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.XmlText;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@code leadconduit-default.inbound} (exchange 3.3). */
public final class StandardAnswer implements InboundAnswer {

  @Override
  public String moduleId() {
    return "leadconduit-default.inbound";
  }

  @Override
  public boolean pingable() {
    return true;
  }

  @Override
  public Written write(Kind kind, Told told) {
    var said = kind == Kind.PING ? told.asBid() : told;
    var type = MediaRanges.best(said.accept());
    var fields = said.fields().isEmpty() ? ownFields(kind, said) : chosenFields(said);
    // A form is asked for by browsers that only wait for the redirect: observed, the body is JSON all the same.
    boolean xml = MediaRanges.XML.equals(type) || MediaRanges.TEXT_XML.equals(type);
    var body = (xml ? XmlText.document("result", fields) : JsonText.write(fields)).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(3);
    headers.put("Content-Type", type == null ? "" : type);
    headers.put("Content-Length", Integer.toString(body.length));
    said.redirUrl().ifPresent(url -> headers.put("Location", RedirUrl.location(url)));
    return new Written(said.redirUrl().isPresent() ? 303 : kind == Kind.PING ? 200 : 201, headers, body);
  }

  private static Map<String, Object> ownFields(Kind kind, Told said) {
    Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(4);
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
  private static String quoted(String part) {
    boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? "'" + part + "'" : part;
  }

  private static Object price(Told said) {
    return said.price() == null ? 0L : said.price();
  }

  private static void putKnown(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
