package io.sluice.engine.rule.operator;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values at and beside what an operator compares with. They are proposals: whoever takes one asks the operators, as a
 * date that is proposed for a state's sake is no state.
 */
public final class Candidates {

  /** From one text to another, and to anything from what cannot be measured. */
  public static final double TEXT_DISTANCE = 1;

  private static final double FARTHEST = 0.999;
  private static final double TRUTH_DISTANCE = 0.5;
  private static final double BLANK_DISTANCE = 2;
  private static final int MAX_STEP_SCALE = 6;
  private static final int MAX_LIST = 1_000;
  private static final Duration FAR = Duration.ofDays(3_650);

  /** A candidate is a value that was never submitted, so nothing about it depends on when. */
  private static final Clock NO_PRESENT = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private Candidates() {}

  /** Whether no other values than those proposed can satisfy the operator. */
  public static boolean areAll(Operator operator) {
    return switch (operator) {
      case IS_EQUAL_TO, IS_INCLUDED_IN, IS_BLANK, IS_TRUE, IS_FALSE -> true;
      case IS_NOT_EQUAL_TO, IS_LESS_THAN, IS_LESS_THAN_OR_EQUAL_TO, IS_GREATER_THAN, IS_GREATER_THAN_OR_EQUAL_TO,
          IS_BETWEEN, IS_NOT_BETWEEN, IS_NOT_INCLUDED_IN, INCLUDES, DOES_NOT_INCLUDE, MATCHES_PATTERN,
          DOES_NOT_MATCH_PATTERN, IS_NOT_BLANK, IS_NOT_TRUE, IS_NOT_FALSE, FORMAT_IS_VALID, FORMAT_IS_INVALID,
          IS_OBSCENE, IS_NOT_OBSCENE -> false;
    };
  }

  /** Whether nearly every value satisfies the operator, so that naming one of them would say too little. */
  public static boolean isAnyOther(Operator operator) {
    return operator == Operator.IS_NOT_EQUAL_TO || operator == Operator.IS_NOT_INCLUDED_IN;
  }

  /**
   * @param rhv what is compared with
   * @param seen the value that did not satisfy; a candidate is of its type
   */
  public static List<Candidate> of(Operator operator, Object rhv, @Nullable Object seen) {
    return switch (operator.question()) {
      case EQUAL -> {
        boolean asNumber = seen == null || Question.isNumber(seen) || Question.isNumber(rhv) || Magnitude.isDate(seen);
        var at = asNumber ? neighbours(rhv, seen) : new ArrayList<Candidate>();
        at.add(candidate(rhv, seen, asNumber));
        yield at;
      }
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> neighbours(rhv, seen);
      case BETWEEN -> ends(rhv, seen);
      case INCLUDED -> Question.elements(rhv).stream()
          .limit(MAX_LIST)
          .map(element -> element instanceof String text ? text.trim() : element)
          .filter(element -> !Values.text(element).isEmpty())
          .map(element -> candidate(element, seen, seen != null && Question.isNumber(seen)))
          .toList();
      case TRUE, FALSE -> List.of(
          new Candidate(like(seen, true), TRUTH_DISTANCE), new Candidate(like(seen, false), TRUTH_DISTANCE),
          new Candidate(null, BLANK_DISTANCE));
      case BLANK -> operator == Operator.IS_BLANK ? List.of(new Candidate(null, BLANK_DISTANCE)) : List.of();
      case INCLUDES, MATCHES, VALID, OBSCENE -> List.of();
    };
  }

  private static List<Candidate> ends(Object rhv, @Nullable Object seen) {
    var interval = Interval.of(rhv);
    var candidates = new ArrayList<Candidate>();
    if (interval.min() != null) {
      candidates.addAll(neighbours(interval.min(), seen));
    }
    if (interval.max() != null) {
      candidates.addAll(neighbours(interval.max(), seen));
    }
    if (interval.first() != null && interval.last() != null) {
      candidates.addAll(neighbours(date(interval.first()), seen));
      candidates.addAll(neighbours(date(interval.last()), seen));
    }
    return candidates;
  }

  private static LocalDate date(long moment) {
    return Instant.ofEpochMilli(moment).atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** The number or moment itself, and the next on either side. */
  private static List<Candidate> neighbours(Object rhv, @Nullable Object seen) {
    var candidates = new ArrayList<Candidate>();
    var bound = Magnitude.of(rhv);
    boolean dated = seen != null && Magnitude.isDate(seen);
    if (bound.number() != null && !dated) {
      var step = BigDecimal.ONE.movePointLeft(Math.max(scale(bound.number()), scale(Numbers.of(seen))));
      for (int i = -1; i <= 1; i++) {
        candidates.add(candidate(bound.number().add(step.multiply(BigDecimal.valueOf(i))), seen, true));
      }
    } else if (bound.moment() != null) {
      boolean exact = seen instanceof Instant || seen instanceof TypedValue typed && typed.normal() instanceof Instant;
      for (int i = -1; i <= 1; i++) {
        candidates.add(candidate(
            exact ? Instant.ofEpochMilli(bound.moment() + i) : date(bound.moment()).plusDays(i), seen, true));
      }
    }
    return candidates;
  }

  /** Decimal places that count; ages of 17.5 are compared in tenths, ages of 17 in years. */
  private static int scale(@Nullable BigDecimal number) {
    return number == null ? 0 : Math.clamp(number.stripTrailingZeros().scale(), 0, MAX_STEP_SCALE);
  }

  /** @param measured whether the two are compared as numbers or moments, and not as texts that look like some */
  private static Candidate candidate(Object value, @Nullable Object seen, boolean measured) {
    return new Candidate(like(seen, value), measured ? distance(value, seen) : TEXT_DISTANCE);
  }

  /** The value as it would have come in, had it been submitted in place of the one seen. */
  private static Object like(@Nullable Object seen, Object value) {
    if (seen instanceof TypedValue typed) {
      var type = FieldTypes.named(typed.type());
      var parsed = type.isPresent() ? type.get().parse(Values.text(value), NO_PRESENT) : null;
      return parsed == null ? value : parsed;
    }
    if (seen instanceof Collection<?> && !(value instanceof Collection<?>)) {
      return Question.elements(value);
    }
    return seen instanceof Boolean || seen instanceof Instant || value instanceof BigDecimal ? value : plain(value);
  }

  private static Object plain(Object value) {
    return value instanceof Collection<?> ? value : Values.text(value);
  }

  private static double distance(Object value, @Nullable Object seen) {
    var from = Numbers.of(seen);
    var to = Numbers.of(value);
    if (from != null && to != null) {
      var larger = from.abs().max(to.abs()).max(BigDecimal.ONE);
      return Math.min(FARTHEST, to.subtract(from).abs().divide(larger, 9, RoundingMode.HALF_UP).doubleValue());
    }
    var moment = Magnitude.moment(seen);
    var other = Magnitude.moment(value);
    if (moment != null && other != null) {
      return Math.min(FARTHEST, Math.abs((double) other - moment) / FAR.toMillis());
    }
    return TEXT_DISTANCE;
  }
}
