package io.sluice.engine.rule.operator;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.pattern.TextPattern;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator asks, before any negation. No question is answered with yes for a missing value, but "is blank". */
public enum Question {
  EQUAL {
    @Override
    public Check against(Object rhv) {
      return Equality.to(rhv);
    }
  },
  LESS {
    @Override
    public Check against(Object rhv) {
      var right = Magnitude.of(rhv);
      return left -> right.compare(left, order -> order < 0);
    }
  },
  LESS_OR_EQUAL {
    @Override
    public Check against(Object rhv) {
      var right = Magnitude.of(rhv);
      return left -> right.compare(left, order -> order <= 0);
    }
  },
  GREATER {
    @Override
    public Check against(Object rhv) {
      var right = Magnitude.of(rhv);
      return left -> right.compare(left, order -> order > 0);
    }
  },
  GREATER_OR_EQUAL {
    @Override
    public Check against(Object rhv) {
      var right = Magnitude.of(rhv);
      return left -> right.compare(left, order -> order >= 0);
    }
  },
  BETWEEN {
    @Override
    public Check against(Object rhv) {
      return Interval.of(rhv)::contains;
    }
  },
  INCLUDED {
    @Override
    public Check against(Object rhv) {
      return memberOf(rhv);
    }
  },
  INCLUDES {
    @Override
    public Check against(Object rhv) {
      return including(rhv);
    }
  },
  MATCHES {
    @Override
    public Check against(Object rhv) {
      var pattern = TextPattern.regexOrGlob(Values.text(rhv));
      return left -> anyOf(left, element -> pattern.matches(Values.text(element)));
    }
  },
  BLANK {
    @Override
    public Check against(Object rhv) {
      return Question::isBlank;
    }
  },
  TRUE {
    @Override
    public Check against(Object rhv) {
      return left -> isTruth(left, true);
    }
  },
  FALSE {
    @Override
    public Check against(Object rhv) {
      return left -> isTruth(left, false);
    }
  },
  VALID {
    @Override
    public Check against(Object rhv) {
      return left -> left instanceof TypedValue typed ? typed.valid() : left != null;
    }
  },
  OBSCENE {
    @Override
    public Check against(Object rhv) {
      return left -> anyOf(left, element -> Obscenity.isIn(Values.text(element)));
    }
  };

  /** A question with its right side prepared. */
  @FunctionalInterface
  public interface Check {
    boolean test(@Nullable Object left);
  }

  /**
   * Prepares the right side; {@code rhv} is an empty text for the unary ones.
   *
   * @throws io.sluice.engine.template.BadTemplate when the right side is no usable pattern
   */
  public abstract Check against(Object rhv);

  boolean isBinary() {
    return switch (this) {
      case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, BETWEEN, INCLUDED, INCLUDES, MATCHES -> true;
      case BLANK, TRUE, FALSE, VALID, OBSCENE -> false;
    };
  }

  /** The elements of a list, or of a text separated by commas. */
  static List<Object> elements(Object listOrText) {
    if (listOrText instanceof Collection<?> list) {
      return List.copyOf(list);
    }
    if (listOrText instanceof String text && text.indexOf(',') >= 0) {
      return List.of((Object[]) text.split(",", -1));
    }
    return List.of(listOrText);
  }

  private static Check memberOf(Object rhv) {
    Set<String> texts = new HashSet<>();
    Set<BigDecimal> numbers = new HashSet<>();
    for (var element : elements(rhv)) {
      String text = Values.text(element).trim();
      if (!text.isEmpty()) {
        texts.add(text.toLowerCase(Locale.ROOT));
      }
      var number = Numbers.of(element);
      if (number != null) {
        numbers.add(number.stripTrailingZeros());
      }
    }
    return left -> anyOf(left, element -> {
      if (isNumber(element)) {
        var number = Numbers.of(element);
        return number != null && numbers.contains(number.stripTrailingZeros());
      }
      return texts.contains(Values.text(element).trim().toLowerCase(Locale.ROOT));
    });
  }

  private static Check including(Object rhv) {
    var equality = Equality.to(rhv);
    String wanted = Values.text(rhv).toLowerCase(Locale.ROOT);
    return left -> {
      if (left instanceof Collection<?> list) {
        return list.stream().anyMatch(equality::test);
      }
      return left != null
          && !isMissingNumber(left)
          && !wanted.isEmpty()
          && Values.text(left).toLowerCase(Locale.ROOT).contains(wanted);
    };
  }

  private static boolean anyOf(@Nullable Object left, Check check) {
    if (left instanceof Collection<?> list) {
      return list.stream().anyMatch(element -> element != null && check.test(element));
    }
    return left != null && !isMissingNumber(left) && check.test(left);
  }

  private static boolean isBlank(@Nullable Object left) {
    return switch (left) {
      case null -> true;
      case Collection<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case TypedValue typed when !typed.valid() && typed.raw() != null -> Values.text(typed.raw()).isBlank();
      default -> Values.text(left).isBlank();
    };
  }

  private static boolean isTruth(@Nullable Object left, boolean truth) {
    return switch (left) {
      case null -> false;
      case Boolean value -> value == truth;
      case TypedValue typed -> isTruth(typed.normal(), truth);
      case String text -> text.trim().equalsIgnoreCase(String.valueOf(truth));
      default -> false;
    };
  }

  static boolean isNumber(Object value) {
    return value instanceof Number || (value instanceof TypedValue typed && typed.normal() instanceof Number);
  }

  /** An invalid number acts as a missing one (exchange 6.2). */
  static boolean isMissingNumber(Object value) {
    return value instanceof TypedValue typed && !typed.valid() && typed.type().equals("number");
  }
}
