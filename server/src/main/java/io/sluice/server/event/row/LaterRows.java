package io.sluice.server.event.row;

import io.sluice.engine.run.Feedback;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what came after a lead's end into what is kept: feedback and deliveries that were tried again. */
public final class LaterRows {

  private final Definitions definitions = new Definitions();
  private final String host;

  public LaterRows(String host) {
    this.host = host;
  }

  /**
   * The delivery it is about.
   *
   * @param event the recipient event
   * @param changed the variables only that event saw, as {@link VarsJson} wrote them
   */
  public record About(
      AccountId account,
      EventId event,
      LeadId lead,
      FlowId flow,
      EntityId source,
      @Nullable String stepId,
      @Nullable EntityId recipient,
      @Nullable String changed) {}

  /** Which way feedback went. */
  public enum Direction {
    RECEIVED("feedback-received"),
    SENT("feedback-sent");

    private final String type;

    Direction(String type) {
      this.type = type;
    }
  }

  /**
   * Feedback at one end of a flow (exchange 13).
   *
   * @param outcome the contract's word
   * @param definition as the flow has it; null where it has none any more
   * @param given what is given back to the other side, above zero; zero: nothing
   */
  public record Passed(
      Direction direction,
      EventId id,
      String outcome,
      @Nullable String reason,
      String moduleId,
      @Nullable Feedback definition,
      BigDecimal given,
      Instant start,
      Instant end,
      @Nullable HttpExchange exchange) {}

  /** @param feedback the variables below {@code feedback} */
  public EventRow feedback(About about, Passed passed, Map<String, ?> feedback, Masking masking) {
    var details = new Details(definitions);
    details.define("package_version", Details.VERSION);
    details.put("recipient_event_id", about.event().value());
    details.define("feedback", passed.definition());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(
        about.changed() == null ? Map.of() : VarsJson.read(about.changed()));
    changed.put("feedback", masking.map(feedback));
    BigDecimal back = passed.given().signum() == 0 ? null : passed.given().negate();
    boolean received = passed.direction() == Direction.RECEIVED;
    HttpExchange exchange = passed.exchange();
    return new EventRow(about.account(), passed.id(), about.lead(), about.flow(), about.source(),
        passed.direction().type, passed.outcome(), masking.orNull(passed.reason()), about.stepId(), about.recipient(),
        passed.moduleId(), null, host, passed.start(), passed.end(), false,
        received ? null : back, received ? back : null, received ? null : back, received ? back : null,
        VarsJson.write(changed), null, details.definition(passed.id()), details.json(),
        exchange == null ? null : HttpExchange.write(List.of(exchange), masking));
  }

  /**
   * One more try (exchange 14.4).
   *
   * @param attempt the first delivery not counted
   * @param last whether none follows
   */
  public record Tried(
      EventId id,
      int attempt,
      boolean last,
      String moduleId,
      String key,
      StepAnswer answer,
      BigDecimal purchasePrice,
      BigDecimal salePrice,
      boolean capReached,
      Instant start,
      Instant end) {}

  public EventRow retry(About about, Tried tried, Masking masking) {
    StepAnswer answer = tried.answer();
    var details = new Details(definitions);
    details.define("package_version", Details.VERSION);
    details.put("retry_status", tried.last() ? "completed" : "started");
    details.put("recipient_event_id", about.event().value());
    details.put("attempt", tried.attempt());
    details.define("credential", answer.credential());
    List<HttpExchange> exchanges = answer.transactions().stream()
        .filter(HttpExchange.class::isInstance).map(HttpExchange.class::cast).toList();
    details.put("wait_ms", Math.toIntExact(exchanges.stream().mapToLong(HttpExchange::ms).sum()));
    return new EventRow(about.account(), tried.id(), about.lead(), about.flow(), about.source(), "retry",
        answer.outcome().word(), masking.orNull(answer.reason()), about.stepId(), about.recipient(), tried.moduleId(),
        tried.key(), host, tried.start(), tried.end(), tried.capReached(), tried.purchasePrice(), tried.salePrice(),
        null, answer.outcome() == StepOutcome.SUCCESS ? tried.salePrice() : BigDecimal.ZERO, about.changed(),
        answer.outcome() == StepOutcome.SKIP ? null : VarsJson.write(answer.said(), masking),
        details.definition(tried.id()), details.json(),
        exchanges.isEmpty() ? null : HttpExchange.write(exchanges, masking));
  }
}
