package io.sluice.server.lead.inbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sender may be told about its lead.
 *
 * @param accept the request's {@code Accept} header
 * @param outcome {@code success}, {@code failure} or {@code error}; null when nothing came to be known
 * @param price a {@link Number}, or text as a template made it; null when there is none
 * @param vars the variables {@code fields} may name beyond these four, such as {@code lead} and {@code appended}
 * @param fields the dotted names the source wants to be answered; empty for the module's own choice
 */
public record Told(
    @Nullable String accept,
    Optional<String> redirUrl,
    @Nullable String outcome,
    @Nullable String reason,
    @Nullable String leadId,
    @Nullable Object price,
    Map<String, @Nullable Object> vars,
    List<String> fields) {

  private static final String APPENDED = "appended";

  /** The module's own choice of fields, of a lead or ping that no step has seen. */
  public static Told of(
      @Nullable String accept,
      Optional<String> redirUrl,
      @Nullable String outcome,
      @Nullable String reason,
      @Nullable String leadId,
      @Nullable Object price) {
    return of(accept, redirUrl, outcome, reason, leadId, price, Map.of());
  }

  /** The module's own choice of fields. @param appended what the steps returned, by their keys */
  public static Told of(
      @Nullable String accept,
      Optional<String> redirUrl,
      @Nullable String outcome,
      @Nullable String reason,
      @Nullable String leadId,
      @Nullable Object price,
      Map<String, ?> appended) {
    return new Told(accept, redirUrl, outcome, reason, leadId, price, Map.of(APPENDED, appended), List.of());
  }

  /** What the steps returned, by their keys. */
  Map<?, ?> appended() {
    return vars.get(APPENDED) instanceof Map<?, ?> appended ? appended : Map.of();
  }

  /** A bid without a price is no bid (exchange 3.3). */
  Told asBid() {
    if (isPositive(price)) {
      return this;
    }
    return new Told(accept, redirUrl, "failure", reason == null ? "no bid" : reason, leadId, price, vars, fields);
  }

  private static boolean isPositive(@Nullable Object price) {
    return switch (price) {
      case Number number -> number.doubleValue() > 0;
      case String text -> isPositive(text);
      case null, default -> false;
    };
  }

  private static boolean isPositive(String text) {
    try {
      return Double.parseDouble(text) > 0;
    } catch (NumberFormatException notANumber) {
      return false; // no number, so no bid
    }
  }
}
