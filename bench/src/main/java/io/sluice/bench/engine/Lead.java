package io.sluice.bench.engine;

import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldTypes;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A lead of Initech's with twenty fields, as it comes in and as rules and templates see it. */
final class Lead {

  static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  /** Name, type and what is sent. */
  private static final List<String[]> FIELDS = List.of(
      new String[] {"first_name", "first_name", "Milton"},
      new String[] {"last_name", "last_name", "Waddams"},
      new String[] {"email", "email", "milton@initech.example"},
      new String[] {"phone_1", "phone", "(512) 789-1111"},
      new String[] {"phone_2", "phone", "512.555.0142"},
      new String[] {"address_1", "street", "4203 Guadalupe St"},
      new String[] {"city", "city", "Austin"},
      new String[] {"state", "state", "texas"},
      new String[] {"postal_code", "postal_code", "78704-1234"},
      new String[] {"dob", "dob", "6/2/1985"},
      new String[] {"gender", "gender", "M"},
      new String[] {"age", "range", "35-44"},
      new String[] {"annual_salary", "number", "$52,000"},
      new String[] {"opt_in", "boolean", "yes"},
      new String[] {"ip_address", "ip", "198.51.100.7"},
      new String[] {"landing_page", "url", "https://initech.example/solar?utm_source=tps"},
      new String[] {"reference", "string", "tps-4711"},
      new String[] {"comments", "string", "Somebody took my stapler, please call in the evening"},
      new String[] {"source_timestamp", "time", "2026-01-15T11:59:58Z"},
      new String[] {"mortgage.loan.amount", "number", "250000"});

  static final List<String> IDS = FIELDS.stream().map(field -> field[0]).toList();

  private Lead() {}

  static String typeOf(String id) {
    return FIELDS.stream().filter(field -> field[0].equals(id)).findFirst().orElseThrow()[1];
  }

  static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    FIELDS.forEach(field -> parameters.put(field[0], field[2]));
    return parameters;
  }

  static Vars vars() {
    var clock = Clock.fixed(NOON, ZoneOffset.UTC);
    Map<String, Object> lead = new LinkedHashMap<>();
    FIELDS.forEach(field -> lead.put(field[0],
        Objects.requireNonNull(FieldTypes.named(field[1]).orElseThrow().parse(field[2], clock))));
    return Vars.of(Map.of("lead", lead, "price", new BigDecimal("12.50"),
        "submission", Map.of("timestamp", NOON, "ip", "203.0.113.9")));
  }
}
