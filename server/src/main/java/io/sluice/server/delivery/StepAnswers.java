package io.sluice.server.delivery;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.event.row.HttpExchange;
import io.sluice.server.event.row.VarsJson;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a module said, as the engine takes it, and as the journal keeps it until the lead's end. */
public final class StepAnswers {

  private static final JsonMapper JSON = JsonMapper.shared();

  private StepAnswers() {}

  /** A word that is no outcome, which some recipients use, is an error: nobody knows what they meant. */
  public static StepAnswer of(Delivered delivered, Optional<OpenedCredential> credential) {
    var appended = new LinkedHashMap<String, Object>();
    delivered.event().forEach((name, value) -> {
      if (value != null && !name.equals("outcome") && !name.equals("reason") && !name.equals("price")) {
        appended.put(name, value);
      }
    });
    var reason = Values.text(delivered.event().get("reason"));
    var outcome = switch (Values.text(delivered.event().get("outcome"))) {
      case "success" -> StepOutcome.SUCCESS;
      case "failure" -> StepOutcome.FAILURE;
      case "skip" -> StepOutcome.SKIP;
      default -> StepOutcome.ERROR;
    };
    return new StepAnswer(outcome, reason.isEmpty() ? null : reason, Numbers.of(delivered.event().get("price")),
        appended, delivered.transactions().stream().map(StepAnswers::exchange).toList(),
        credential.map(used -> used.credential().summary()).orElse(Map.of()));
  }

  private static HttpExchange exchange(HttpTransaction transaction) {
    var request = transaction.request();
    return new HttpExchange(
        new HttpExchange.Request(request.method(), request.uri(), request.version(), request.headers(),
            request.body(), request.timestamp()),
        transaction.response().map(response -> new HttpExchange.Response(response.status(), response.statusText(),
            response.version(), response.headers(), response.body(), response.timestamp())).orElse(null),
        transaction.ms());
  }

  /** @param appended as {@link VarsJson} writes it */
  private record Kept(
      StepOutcome outcome,
      @Nullable String reason,
      @Nullable BigDecimal price,
      String appended,
      List<HttpExchange> exchanges,
      Map<String, String> credential) {}

  public static String write(StepAnswer answer) {
    return JSON.writeValueAsString(new Kept(answer.outcome(), answer.reason(), answer.price(),
        VarsJson.write(answer.appended()),
        answer.transactions().stream().map(HttpExchange.class::cast).toList(), answer.credential()));
  }

  public static StepAnswer read(String kept) {
    var answer = JSON.readValue(kept, Kept.class);
    var appended = new LinkedHashMap<String, Object>();
    for (Map.Entry<String, @Nullable Object> entry : VarsJson.read(answer.appended()).entrySet()) {
      if (entry.getValue() != null) {
        appended.put(entry.getKey(), entry.getValue());
      }
    }
    return new StepAnswer(answer.outcome(), answer.reason(), answer.price(), appended, answer.exchanges(),
        answer.credential());
  }
}
