package io.sluice.server.delivery.custom;

import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.call.TargetCheck;
import io.sluice.server.delivery.door.AllowedTargets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which settings of a custom delivery are refused, in the observed sentences (exchange 14.3). */
public final class CustomChecks {

  private static final Set<String> OUTCOMES = Set.of("success", "failure", "error");

  private final TargetCheck target;
  private final List<String> methods;

  /** @param methods those that a step may choose from; none where it has no choice */
  public CustomChecks(AllowedTargets allowed, String... methods) {
    this.target = new TargetCheck(allowed, true);
    this.methods = List.of(methods);
  }

  public Optional<String> problem(Map<String, ? extends @Nullable Object> vars) {
    return target.problem(vars)
        .or(() -> methods.isEmpty() || methods.contains(method(vars))
            ? Optional.empty()
            : Optional.of("Unsupported HTTP method - use " + String.join(", ", methods)))
        .or(() -> outcomeProblem(vars))
        .or(() -> Headers.problem(vars));
  }

  /** The mapped method; POST without. */
  public static String method(Map<String, ? extends @Nullable Object> vars) {
    return Mapped.text(vars, "method").orElse("POST").toUpperCase(Locale.ROOT);
  }

  private static Optional<String> outcomeProblem(Map<String, ? extends @Nullable Object> vars) {
    return Mapped.text(vars, "outcome_on_match")
        .filter(outcome -> !OUTCOMES.contains(outcome.toLowerCase(Locale.ROOT)))
        .map(_ -> "Outcome on match must be 'success', 'failure', or 'error'");
  }
}
