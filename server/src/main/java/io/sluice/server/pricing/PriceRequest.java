package io.sluice.server.pricing;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.VarPath;
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
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.JsonText;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Posts what is known of a lead as JSON, and reads a price from the JSON that comes back (exchange 8). */
@Component
final class PriceRequest implements HttpIntegration {

  private static final List<String> KNOWN = List.of("lead", "submission", "account", "flow", "source");
  private static final String PRICE = "price";

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      new IntegrationPackage("sluice-pricing", "Pricing", "Sluice", "Asks what a lead costs"),
      Direction.OUTBOUND,
      "JSON price request",
      "Posts what is known of the lead as JSON and reads the price from the answer",
      List.of(
          Variable.required("url", "URL", "url", "Who is asked"),
          Variable.optional("price_path", "Price path", "string",
              "Where the price stands in the answer, with dots between names", "quote.amount"),
          Variable.optional("body.*", "Body", "wildcard", "What is posted, in place of everything that is known"),
          Variable.optional("timeout_seconds", "Timeout", "number",
              "How many seconds to wait, 1 to 30, 5 unless said", "2"),
          CREDENTIAL),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why there is no price"),
          Variable.optional(PRICE, "Price", "number", "The price", "7.25")));

  private final TargetCheck target;

  PriceRequest(AllowedTargets allowed) {
    this.target = new TargetCheck(allowed, true);
  }

  @Override
  public String moduleId() {
    return "sluice-pricing.outbound.json";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  /** A question, which can be asked as often as one likes. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return target.problem(vars).or(() -> path(vars).isEmpty()
        ? Optional.of("price_path must be names with dots between them") : Optional.empty());
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    Object body = vars.get("body");
    if (body == null) {
      Map<String, @Nullable Object> known = new LinkedHashMap<>();
      KNOWN.forEach(name -> known.put(name, vars.get(name)));
      body = known;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    return new Prepared.Ready(
        new OutboundRequest(Values.text(vars.get("url")), "POST", headers, Optional.of(JsonText.write(body))));
  }

  @Override
  public Map<String, @Nullable Object> response(
      Map<String, ? extends @Nullable Object> vars, OutboundRequest request, OutboundResponse response) {
    if (response.status() < 200 || response.status() > 299) {
      return event("error", "Status " + response.status(), null);
    }
    if (!(JsonBody.read(response.body()) instanceof BodyReading.Read(Map<?, ?> body))) {
      return event("error", "Response is not a JSON object", null);
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    body.forEach((name, value) -> answer.put(String.valueOf(name), value));
    BigDecimal price = path(vars).map(path -> path.in(answer)).map(Numbers::of).orElse(null);
    return price == null ? event("error", "Response has no price", null) : event("success", null, price);
  }

  private static Optional<VarPath> path(Map<String, ? extends @Nullable Object> vars) {
    String path = Values.text(vars.get("price_path")).strip();
    try {
      return Optional.of(VarPath.of(path.isEmpty() ? PRICE : path));
    } catch (BadTemplate noPath) {
      return Optional.empty();
    }
  }

  private static Map<String, @Nullable Object> event(
      String outcome, @Nullable String reason, @Nullable BigDecimal price) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    event.put("reason", reason);
    event.put(PRICE, price);
    return event;
  }
}
