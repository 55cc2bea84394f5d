package io.sluice.server.delivery.mail;

import io.sluice.engine.type.TypedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a step's variables is the lead: its fields by their own names, and what steps before have appended. */
final class LeadData {

  private static final Set<String> ABOUT_THE_RUN = Set.of("account", "flow", "source", "recipient", "submission",
      "timestamp", "random", "timeout_seconds");
  private static final Set<String> ABOUT_A_STEP = Set.of("outcome", "reason", "billable");

  private LeadData() {}

  /** Typed values in their normal form; nothing that says who did what when (observed). */
  static Map<String, @Nullable Object> of(Map<String, ? extends @Nullable Object> vars) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    if (vars.get("lead") instanceof Map<?, ?> lead) {
      lead.forEach((name, value) -> {
        if (!name.equals("id")) {
          data.put(String.valueOf(name), plain(value));
        }
      });
    }
    vars.forEach((name, value) -> {
      if (!name.equals("lead") && !ABOUT_THE_RUN.contains(name)) {
        data.putIfAbsent(name, withoutOutcomes(value));
      }
    });
    return data;
  }

  private static @Nullable Object withoutOutcomes(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return plain(value);
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    map.forEach((name, member) -> {
      if (!ABOUT_A_STEP.contains(String.valueOf(name))) {
        kept.put(String.valueOf(name), withoutOutcomes(member));
      }
    });
    return kept;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case TypedValue typed -> typed.value();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((name, member) -> plain.put(String.valueOf(name), plain(member)));
        yield plain;
      }
      case List<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(member -> plain.add(plain(member)));
        yield plain;
      }
      case null, default -> value;
    };
  }
}
