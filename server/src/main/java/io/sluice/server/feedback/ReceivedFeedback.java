package io.sluice.server.feedback;

import io.sluice.engine.run.CompiledFeedback;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationModule;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.flow.IntegrationModules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The module by which a recipient step takes feedback: its mappings say of which kind and until when, its rules what
 * else must hold (exchange 5.5, 13).
 */
@Component
final class ReceivedFeedback implements IntegrationModule, IntegrationModules {

  static final String MODULE_ID = "leadconduit-standard.inbound.feedback";
  static final String FORBIDDEN = "Feedback is forbidden";

  private static final String ACCEPT_RETURNS = "accept_returns";
  private static final String ACCEPT_CONVERSIONS = "accept_conversions";
  private static final String MAX_RETURN_AGE_DAYS = "max_return_age_days";
  private static final Set<String> NO = Set.of("false", "no", "0", "off");
  private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.VARIANTS,
      Direction.INBOUND,
      "Feedback",
      "Takes returns and conversions of leads that a step delivered",
      List.of(
          Variable.optional(ACCEPT_RETURNS, "Takes returns", "boolean", "Yes unless mapped otherwise", "true", "false"),
          Variable.optional(ACCEPT_CONVERSIONS, "Takes conversions", "boolean", "Yes unless mapped otherwise", "true",
              "false"),
          Variable.optional(MAX_RETURN_AGE_DAYS, "Returns within", "number",
              "How many days after it came a lead can be returned; for ever unless mapped", "30")),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Lead is older than 30 days")));

  /** What a step makes of feedback. */
  sealed interface Judgement {

    record Taken() implements Judgement {}

    /** Recorded and told as a failure. */
    record Refused(String reason) implements Judgement {}

    /** The step takes none of this kind; nothing is recorded. */
    record Forbidden() implements Judgement {}
  }

  /** @param age of the lead */
  static Judgement judge(CompiledFeedback step, Said said, Vars vars, Duration age) {
    FeedbackKind kind = said.kind().orElse(null);
    if (kind == null) {
      return new Judgement.Refused("Feedback type must be return or conversion");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    step.integration().mappings().apply(vars, settings);
    boolean accepted = switch (kind) {
      case RETURN -> isOn(settings.get(ACCEPT_RETURNS));
      case CONVERSION -> isOn(settings.get(ACCEPT_CONVERSIONS));
    };
    if (!accepted) {
      return new Judgement.Forbidden();
    }
    BigDecimal days = Numbers.of(settings.get(MAX_RETURN_AGE_DAYS));
    if (kind == FeedbackKind.RETURN && days != null
        && BigDecimal.valueOf(age.toSeconds()).compareTo(days.multiply(SECONDS_A_DAY)) > 0) {
      return new Judgement.Refused("Lead is older than " + Values.text(days) + " days");
    }
    String broken = step.rules().failure(vars);
    return broken == null ? new Judgement.Taken() : new Judgement.Refused(broken);
  }

  private static boolean isOn(@Nullable Object mapped) {
    return !NO.contains(Values.text(mapped).strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public String moduleId() {
    return MODULE_ID;
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Set<String> moduleIds() {
    return Set.of(MODULE_ID);
  }
}
