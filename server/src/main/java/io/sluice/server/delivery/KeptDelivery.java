package io.sluice.server.delivery;

import io.sluice.engine.template.Numbers;
import io.sluice.server.event.row.VarsJson;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to resend a delivery unchanged (exchange 14.4): the lead as it came, unmasked. At rest it is sealed
 * (decision 0086).
 *
 * @param known all that was known when the step began
 * @param mapped what the step mapped then
 * @param hops how many buyer steps lie behind the lead
 * @param priceIsSaid whether it is the recipient who says the price
 */
public record KeptDelivery(
    Map<String, ? extends @Nullable Object> known,
    Map<String, ? extends @Nullable Object> mapped,
    int hops,
    boolean priceIsSaid) {

  /** What the module saw the first time. */
  public Map<String, @Nullable Object> vars() {
    return MappedVars.over(known, mapped);
  }

  /** By the step's own prices. */
  public BigDecimal price() {
    BigDecimal price = Numbers.of(known.get("price"));
    return price == null ? BigDecimal.ZERO : price;
  }

  String write() {
    return VarsJson.write(Map.of("known", known, "mapped", mapped, "hops", hops, "price_is_said", priceIsSaid));
  }

  static KeptDelivery read(String text) {
    Map<String, @Nullable Object> parts = VarsJson.read(text);
    return new KeptDelivery(map(parts.get("known")), map(parts.get("mapped")),
        parts.get("hops") instanceof Number hops ? hops.intValue() : 0,
        Boolean.TRUE.equals(parts.get("price_is_said")));
  }

  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> named.put(String.valueOf(name), member));
    }
    return named;
  }

  /** Never prints the lead: it is personal data. */
  @Override
  public String toString() {
    return "KeptDelivery[" + mapped.keySet() + "]";
  }
}
