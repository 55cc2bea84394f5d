package io.sluice.engine;

import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldTypes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Variables of every kind there is, with values that fit and values that do not. */
public final class AnyLead {

  public static final List<String> PATHS = paths();

  private static final List<String> FITTING = List.of("Anna", "anna@acme.example", "2024-02-29", "1 512 789 1111 x12",
      "25-34", "78704", "TX", "yes", "192.168.0.1", "https://acme.example/a?b#c", "123-45-6789", "$1,250.50",
      "12 Main St", "tomorrow at 5pm", "in 9999 years", "f");
  private static final List<Number> STRANGE =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, Long.MIN_VALUE);
  private static final List<Instant> MOMENTS = List.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999Z"),
      Instant.parse("0000-01-01T00:00:00Z"));

  private AnyLead() {}

  private static List<String> paths() {
    var paths = new ArrayList<>(List.of("lead", "lead.list", "lead.list.0", "lead.map", "lead.map.a", "lead.missing",
        "lead.text", "lead.empty", "lead.flag", "lead.big", "lead.small", "lead.nan", "submission.timestamp", "price"));
    for (var type : FieldTypes.all()) {
      paths.add("lead." + type.name());
      type.components().forEach(part -> paths.add("lead." + type.name() + "." + part.name()));
    }
    return List.copyOf(paths);
  }

  public static Vars vars(RandomGenerator random) {
    var lead = new LinkedHashMap<String, Object>();
    for (var type : FieldTypes.all()) {
      String text = random.nextInt(3) == 0 ? Anything.noise(random) : Anything.one(FITTING, random);
      var value = type.parse(text, Cases.CLOCK);
      if (value != null) {
        lead.put(type.name(), value);
      }
    }
    lead.put("list", List.of("a", 1L, Anything.noise(random), List.of("b")));
    lead.put("map", Map.of("a", Anything.noise(random), "b", Map.of("c", true)));
    lead.put("text", Anything.noise(random).repeat(random.nextInt(20)));
    lead.put("empty", "");
    lead.put("flag", random.nextBoolean());
    lead.put("big", new BigDecimal("9".repeat(60) + "." + "1".repeat(60)));
    lead.put("small", random.nextDouble(-1e-300, 1e-300));
    lead.put("nan", Anything.one(STRANGE, random));
    return Vars.of(Map.of("lead", lead, "price", new BigDecimal("12.50"),
        "submission", Map.of("timestamp", Anything.one(MOMENTS, random))));
  }
}
