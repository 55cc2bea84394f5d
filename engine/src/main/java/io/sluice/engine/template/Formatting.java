package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The helper {@code format}: dates and moments by their pattern, numbers by theirs (exchange 7). */
final class Formatting {

  private static final Map<String, ChronoUnit> UNITS =
      Map.of("years", ChronoUnit.YEARS, "months", ChronoUnit.MONTHS, "weeks", ChronoUnit.WEEKS, "days", ChronoUnit.DAYS,
          "hours", ChronoUnit.HOURS, "minutes", ChronoUnit.MINUTES, "seconds", ChronoUnit.SECONDS);
  private static final int MAX_SHIFT = 1_000_000;

  private Formatting() {}

  static Expression.Function bind(Functions.Arguments call) {
    call.known("format", "timezone", "locale", "operator", "dataType", "years", "months", "weeks", "days", "hours",
        "minutes", "seconds");
    var value = call.only();
    var pattern = Pattern.of(call.option("format"), call.option("locale"));
    var zone = call.option("timezone");
    var dataType = dataType(call);
    var shift = Shift.of(call);
    return vars -> {
      var found = value.value(vars);
      if (found == null) {
        return null;
      }
      var result = formatted(found, pattern.resolve(vars), Values.text(zone.value(vars)), shift, vars);
      return converted(result, dataType);
    };
  }

  /** The options {@code format} and {@code locale}: read once where they are constant, as they nearly always are. */
  private record Pattern(Expression format, Expression locale, @Nullable Resolved constant) {

    static Pattern of(Expression format, Expression locale) {
      boolean constant = format instanceof Expression.Constant && locale instanceof Expression.Constant;
      return new Pattern(format, locale, constant ? read(format, locale, Vars.empty()) : null);
    }

    Resolved resolve(Vars vars) {
      return constant == null ? read(format, locale, vars) : constant;
    }

    private static Resolved read(Expression format, Expression locale, Vars vars) {
      String text = Values.text(format.value(vars));
      var place = FormatLocale.of(Values.text(locale.value(vars)));
      return new Resolved(text, place, DatePattern.of(text, place));
    }
  }

  private record Resolved(String text, FormatLocale locale, DatePattern date) {}

  /** {@code String}, {@code Number}, or an empty text for neither. */
  static String dataType(Functions.Arguments call) {
    if (!(call.option("dataType") instanceof Expression.Constant(Object constant))) {
      throw new BadTemplate("the option 'dataType' must be a constant");
    }
    String name = Values.text(constant);
    if (!Set.of("", "String", "Number").contains(name)) {
      throw new BadTemplate("'dataType' must be 'String' or 'Number'");
    }
    return name;
  }

  static @Nullable Object converted(Object result, String dataType) {
    return switch (dataType) {
      case "Number" -> Numbers.of(result);
      case "String" -> Values.text(result);
      default -> result;
    };
  }

  private static Object formatted(Object value, Resolved pattern, String zone, Shift shift, Vars vars) {
    var at = moment(value);
    if (at != null) {
      return date(value, shift.apply(inZone(value, at, zone), vars), pattern);
    }
    var number = pattern.text().isEmpty() ? null : Numbers.of(value);
    return number == null
        ? Values.text(value)
        : NumberPattern.format(number.doubleValue(), pattern.text(), pattern.locale());
  }

  private static String date(Object value, ZonedDateTime at, Resolved pattern) {
    if (!pattern.text().isEmpty()) {
      return pattern.date().format(at);
    }
    return isDay(value) ? at.toLocalDate().toString() : Values.text(at.toInstant());
  }

  /** A day has no time zone: the birthday in New York is the same day in Tokyo. */
  private static ZonedDateTime inZone(Object value, ZonedDateTime at, String zone) {
    if (zone.isEmpty() || isDay(value)) {
      return at;
    }
    try {
      return at.withZoneSameInstant(ZoneId.of(zone));
    } catch (DateTimeException noZone) {
      throw new RenderFailure("'" + zone + "' is no time zone", noZone);
    }
  }

  private static boolean isDay(Object value) {
    return value instanceof LocalDate
        || (value instanceof TypedValue typed && isDay(typed.normal()))
        || (value instanceof String text && text.trim().length() == 10);
  }

  /** Null when the value is no date. */
  private static @Nullable ZonedDateTime moment(Object value) {
    return switch (value) {
      case Instant instant -> instant.atZone(ZoneId.of("UTC"));
      case LocalDate date -> date.atStartOfDay(ZoneId.of("UTC"));
      case TypedValue typed -> typed.valid() && !(typed.normal() instanceof String) ? moment(typed.normal()) : null;
      case String text -> iso(text.trim());
      default -> null;
    };
  }

  private static @Nullable ZonedDateTime iso(String text) {
    boolean dated = text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
    if (!dated || (text.length() > 10 && text.charAt(10) != 'T')) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneId.of("UTC"))
          : OffsetDateTime.parse(text).atZoneSameInstant(ZoneId.of("UTC"));
    } catch (DateTimeParseException notADate) {
      // Only a text that is a date is formatted as one; any other stays what it is.
      return null;
    }
  }

  /** {@code operator="add" days=3}. */
  private record Shift(Expression operator, Map<ChronoUnit, Expression> amounts) {

    static Shift of(Functions.Arguments call) {
      var amounts = new LinkedHashMap<ChronoUnit, Expression>();
      UNITS.forEach((name, unit) -> {
        if (call.options().containsKey(name)) {
          amounts.put(unit, call.required(name));
        }
      });
      var operator = call.option("operator");
      if (operator instanceof Expression.Constant(Object word)
          && !Set.of("", "add", "subtract").contains(Values.text(word))) {
        throw new BadTemplate("'operator' must be 'add' or 'subtract'");
      }
      return new Shift(operator, amounts);
    }

    ZonedDateTime apply(ZonedDateTime at, Vars vars) {
      int sign =
          switch (Values.text(operator.value(vars))) {
            case "add" -> 1;
            case "subtract" -> -1;
            default -> 0;
          };
      var shifted = at;
      for (var amount : amounts.entrySet()) {
        var number = Numbers.of(amount.getValue().value(vars));
        if (number != null && sign != 0) {
          shifted = shifted.plus(sign * Math.clamp(number.longValue(), -MAX_SHIFT, MAX_SHIFT), amount.getKey());
        }
      }
      return shifted;
    }
  }
}
