package io.sluice.server.delivery.standard;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.call.Prepared;
import io.sluice.server.delivery.call.TargetCheck;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.FormBody;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.PercentText;
import io.sluice.server.http.body.XmlBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Delivers from one flow to another, here or at any compatible exchange (exchange 14.2). */
@Component
final class StandardOutbound implements HttpIntegration {

  static final String ACCEPT = "application/json;q=0.9,text/xml;q=0.8,application/xml;q=0.7";
  private static final Set<String> OUTCOMES = Set.of("success", "failure", "error");

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.STANDARD,
      Direction.OUTBOUND,
      "Standard delivery",
      "Sends the lead's fields as a form or a query to a flow or to anything that answers like one",
      List.of(
          Variable.required("url", "URL", "url", "Where the lead goes"),
          Variable.optional("method", "Method", "string", "How it goes; POST unless set", "POST", "GET"),
          Variable.optional("default_outcome", "Default outcome", "string",
              "The outcome when the answer names none; error unless set", "success", "failure", "error"),
          Variable.optional("default.custom.*", "Custom value", "wildcard",
              "Further values to send, over the lead's own"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30"),
          CREDENTIAL),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Cap reached"),
          Variable.optional("lead.id", "Lead id", "string", "The recipient's id of the lead"),
          Variable.optional("price", "Price", "number", "What the recipient pays", "1.5")));

  private final TargetCheck target;

  StandardOutbound(AllowedTargets allowed) {
    this.target = new TargetCheck(allowed, false);
  }

  @Override
  public String moduleId() {
    return "leadconduit-default.outbound";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return target.problem(vars).or(() -> problemWithWords(vars));
  }

  private static Optional<String> problemWithWords(Map<String, ? extends @Nullable Object> vars) {
    var method = method(vars);
    if (!method.equals("GET") && !method.equals("POST")) {
      return Optional.of("Unsupported HTTP method - use GET or POST");
    }
    var defaultOutcome = Values.text(vars.get("default_outcome"));
    return defaultOutcome.isEmpty() || OUTCOMES.contains(defaultOutcome)
        ? Optional.empty()
        : Optional.of("Default outcome must be success, failure or error");
  }

  private static String method(Map<String, ? extends @Nullable Object> vars) {
    var method = Values.text(vars.get("method")).strip().toUpperCase(Locale.ROOT);
    return method.isEmpty() ? "POST" : method;
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    var url = Values.text(vars.get("url"));
    return switch (method(vars)) {
      case "POST" -> new Prepared.Ready(post(url, vars));
      case "GET" -> new Prepared.Ready(get(url, vars));
      default -> new Prepared.Unsendable("There is nothing to send");
    };
  }

  private static OutboundRequest post(String url, Map<String, ? extends @Nullable Object> vars) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    addFields(fields, vars);
    var body = encoded(fields);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Content-Length", Integer.toString(body.length()));
    headers.put("Accept", ACCEPT);
    return new OutboundRequest(url, "POST", headers, Optional.of(body));
  }

  private static OutboundRequest get(String url, Map<String, ? extends @Nullable Object> vars) {
    int hash = url.indexOf('#');
    var whole = hash < 0 ? url : url.substring(0, hash);
    int mark = whole.indexOf('?');
    Map<String, List<String>> fields = new LinkedHashMap<>();
    if (mark >= 0) {
      FormBody.eachPair(whole.substring(mark + 1),
          (name, value) -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    }
    addFields(fields, vars);
    var path = mark < 0 ? whole : whole.substring(0, mark);
    return new OutboundRequest(path + "?" + encoded(fields), "GET", Map.of("Accept", ACCEPT), Optional.empty());
  }

  /** A later value takes the place of an earlier one of the same name. */
  private static void addFields(Map<String, List<String>> fields, Map<String, ? extends @Nullable Object> vars) {
    if (vars.get("lead") instanceof Map<?, ?> lead) {
      lead.forEach((name, value) -> addLead(fields, name.toString(), value));
    }
    if (vars.get("default") instanceof Map<?, ?> own && own.get("custom") instanceof Map<?, ?> custom) {
      custom.forEach((name, value) -> addCustom(fields, name.toString(), value));
    }
    var price = vars.get("price");
    fields.put("price", List.of(price == null ? "0" : sent(price)));
  }

  private static void addLead(Map<String, List<String>> fields, String name, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((part, inner) -> addLead(fields, name + "." + part, inner));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          addLead(fields, name + "." + i, list.get(i));
        }
      }
      case null, default -> fields.put(name, List.of(sent(value)));
    }
  }

  /** Lists keep their name, and what is empty is not sent (observed). */
  private static void addCustom(Map<String, List<String>> fields, String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((part, inner) -> addCustom(fields, name + "." + part, inner));
      return;
    }
    var values = (value instanceof List<?> list ? list.stream() : java.util.stream.Stream.ofNullable(value))
        .map(StandardOutbound::sent)
        .filter(text -> !text.isEmpty())
        .toList();
    if (!values.isEmpty()) {
      fields.put(name, values);
    }
  }

  /** The normal form; nothing for what has no text, such as null or a number that is none. */
  private static String sent(@Nullable Object value) {
    return switch (value instanceof TypedValue typed ? typed.value() : value) {
      case null -> "";
      case Double number when !Double.isFinite(number) -> "";
      case Map<?, ?> _ -> "";
      case Object normal -> Values.text(normal);
    };
  }

  private static String encoded(Map<String, List<String>> fields) {
    var text = new StringBuilder();
    fields.forEach((name, values) -> {
      for (var value : values) {
        text.append(text.isEmpty() ? "" : "&").append(PercentText.encode(name)).append('=')
            .append(PercentText.encode(value));
      }
    });
    return text.toString();
  }

  @Override
  public Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response) {
    var contentType = response.header("Content-Type").orElse("");
    var mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (mediaType) {
      case "" -> event("error", "No Content-Type specified in server response");
      case "application/json" -> read(vars, JsonBody.read(response.body()), "JSON");
      case "application/xml", "text/xml" -> read(vars, XmlBody.read(response.body()), "XML");
      default -> event("error", "Unsupported Content-Type specified in server response");
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> read(
      Map<String, ? extends @Nullable Object> vars, BodyReading body, String format) {
    return switch (body) {
      case BodyReading.Unreadable _ -> event("error", "Server response is not valid " + format);
      case BodyReading.Read(Map<?, ?> said) when isSaid(said.get("outcome")) -> (Map<String, @Nullable Object>) said;
      case BodyReading.Read(Map<?, ?> said) -> unrecognized(vars, said);
      case BodyReading.Read(_) -> unrecognized(vars, Map.of());
    };
  }

  private static Map<String, @Nullable Object> unrecognized(
      Map<String, ? extends @Nullable Object> vars, Map<?, ?> said) {
    var outcome = Values.text(vars.get("default_outcome"));
    var reason = isSaid(said.get("reason")) ? said.get("reason") : said.get("message");
    return event(outcome.isEmpty() ? "error" : outcome, isSaid(reason) ? reason : "Unrecognized response");
  }

  private static boolean isSaid(@Nullable Object value) {
    return value != null && !value.equals("");
  }

  private static Map<String, @Nullable Object> event(String outcome, @Nullable Object reason) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    event.put("reason", reason);
    return event;
  }
}
