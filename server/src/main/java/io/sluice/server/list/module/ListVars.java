package io.sluice.server.list.module;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.Values;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.ListNames;
import io.sluice.server.list.Lookback;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a step maps for a list module, under all the names that were ever used for it (exchange 5.6). */
record ListVars(Map<String, ? extends @Nullable Object> vars) {

  private static final List<String> LISTS = List.of("list_ids", "list_id", "list_names", "list_name");
  private static final BigDecimal MAX_LOOKBACK = BigDecimal.valueOf(1_000_000);

  /** As they stand in addresses; empty where the text cannot be read. */
  Optional<List<String>> lists() {
    return ListNames.urlNames(first(LISTS));
  }

  /** Empty where the text cannot be read. */
  Optional<List<String>> values() {
    return ListNames.texts(first(List.of("values", "value")));
  }

  /** The one value a query asks for: the first, where several are mapped. */
  String asked() {
    Object mapped = first(List.of("value", "values"));
    Object one = mapped instanceof List<?> several ? (several.isEmpty() ? "" : several.getFirst()) : mapped;
    return Values.text(one).split(",", 2)[0].strip();
  }

  boolean hasLookback() {
    return vars.get("lookback") != null;
  }

  /** Values that were added before count as absent; empty where what is mapped is no stretch of time. */
  Optional<Instant> since(Instant now) {
    if (!hasLookback()) {
      return Optional.of(ListItems.ANY_AGE);
    }
    if (!(vars.get("lookback") instanceof Map<?, ?> lookback)) {
      return Optional.empty();
    }
    BigDecimal value = Numbers.of(lookback.get("value"));
    boolean whole = value != null && value.signum() > 0 && value.compareTo(MAX_LOOKBACK) <= 0
        && value.stripTrailingZeros().scale() <= 0;
    return whole ? Lookback.since(now, value.intValueExact(), Values.text(lookback.get("interval"))) : Optional.empty();
  }

  /** Where lists are that are not kept here. */
  String service() {
    String url = Values.text(vars.get("url")).strip();
    return url.isEmpty() ? ListRequests.SUPPRESSIONLIST : url.replaceAll("/+$", "");
  }

  private @Nullable Object first(List<String> names) {
    for (String name : names) {
      if (!Values.text(vars.get(name)).isEmpty()) {
        return vars.get(name);
      }
    }
    return null;
  }
}
