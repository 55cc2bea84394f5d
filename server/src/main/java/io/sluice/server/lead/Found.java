package io.sluice.server.lead;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others said about a lead before its first call: lists, and services that name prices. It is kept with the lead's
 * receipt, so that a lead that is resumed passes the same criteria again and costs what it did (decision 0081).
 */
final class Found {

  private static final JsonMapper JSON = JsonMapper.shared();

  private @Nullable Map<String, Boolean> lists;
  private final Map<String, Optional<BigDecimal>> quotes;

  private Found(@Nullable Map<String, Boolean> lists, Map<String, Optional<BigDecimal>> quotes) {
    this.lists = lists;
    this.quotes = quotes;
  }

  /** @param quotes null for a service that named no price */
  private record Kept(@Nullable Map<String, Boolean> lists, Map<String, @Nullable BigDecimal> quotes) {}

  static Found nothing() {
    return new Found(null, new LinkedHashMap<>());
  }

  static Found read(@Nullable String text) {
    if (text == null) {
      return nothing();
    }
    Kept kept = JSON.readValue(text, Kept.class);
    Map<String, Optional<BigDecimal>> quotes = new LinkedHashMap<>();
    kept.quotes().forEach((service, price) -> quotes.put(service, Optional.ofNullable(price)));
    return new Found(kept.lists(), quotes);
  }

  /** Null while nobody was asked. */
  @Nullable String text() {
    if (lists == null && quotes.isEmpty()) {
      return null;
    }
    Map<String, @Nullable BigDecimal> prices = new LinkedHashMap<>();
    quotes.forEach((service, price) -> prices.put(service, price.orElse(null)));
    return JSON.writeValueAsString(new Kept(lists, prices));
  }

  Map<String, Boolean> lists(Supplier<Map<String, Boolean>> ask) {
    Map<String, Boolean> known = lists;
    if (known == null) {
      known = ask.get();
      lists = known;
    }
    return known;
  }

  Optional<BigDecimal> quote(String service, Supplier<Optional<BigDecimal>> ask) {
    Optional<BigDecimal> known = quotes.get(service);
    if (known == null) {
      known = ask.get();
      quotes.put(service, known);
    }
    return known;
  }
}
