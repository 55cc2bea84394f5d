package io.sluice.engine.rule.explain;

import io.sluice.engine.rule.explain.Observed.Comparison;
import io.sluice.engine.rule.explain.Observed.Group;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why rules came out as they did for one lead.
 *
 * @param reason the sentence of exchange 3.6; null when they passed
 * @param rules what every rule saw
 * @param nearest the changes that, all together, would have turned the outcome: as few as can be, and of as few the
 *     nearest; empty when nothing was found that would have
 */
public record Explanation(@Nullable String reason, Finding rules, List<Change> nearest) {

  public static Explanation of(Observed observed) {
    return new Explanation(
        observed.holds() ? null : failure(observed), finding(observed), Nearest.changes(observed));
  }

  public boolean passed() {
    return rules.passed();
  }

  /** The same in sentences: what decided, then what would have turned it. */
  public List<String> sentences() {
    return Sentences.of(this);
  }

  /** This explanation with each text that came from the lead or the flow changed. */
  public Explanation map(UnaryOperator<String> change) {
    return new Explanation(
        reason == null ? null : change.apply(reason),
        rules.map(change),
        nearest.stream().map(one -> one.map(change)).toList());
  }

  /** The first failure of an {@code and}, all of an {@code or} (exchange 3.6). */
  private static String failure(Observed observed) {
    return switch (observed) {
      case Comparison it when !it.holdsFor(it.value()) -> it.failure();
      case Comparison it -> failure(Objects.requireNonNull(it.attached()));
      case Group group when group.isAnd() ->
          group.members().stream().filter(member -> !member.holds()).findFirst().map(Explanation::failure).orElse("");
      case Group group -> group.members().stream().map(Explanation::failure).collect(Collectors.joining(" or "));
    };
  }

  /** A set attached to a rule that failed was not looked at, so it is not shown (exchange 6.3). */
  private static Finding finding(Observed observed) {
    return switch (observed) {
      case Comparison it -> new Finding.OfRule(
          it.id(),
          it.lhv(),
          it.shownValue(),
          it.operator().label(),
          it.operator().isBinary() ? it.shownRhv() : null,
          it.holds(),
          it.attached() == null || !it.holdsFor(it.value()) ? null : finding(it.attached()));
      case Group group -> new Finding.OfSet(
          group.id(),
          group.isAnd() ? "and" : "or",
          group.holds(),
          group.members().stream().map(Explanation::finding).toList());
    };
  }
}
