package io.sluice.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Anything;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every type whatever it is given: observed inputs, spoilt ones, noise, every kind of JSON value. */
final class AnyInputTest {

  private static final int INPUTS = 1_500;
  static List<FieldType> types() {
    return FieldTypes.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void nothing_that_can_be_submitted_throws_and_what_was_submitted_is_kept(FieldType type) {
    for (var input : inputs(type)) {
      var value = type.parse(input, Clock.systemUTC());
      Values.text(value);
      Values.aggregate(value);
      if (value instanceof TypedValue typed) {
        assertThat(typed.value()).isInstanceOfAny(String.class, Number.class, Boolean.class);
      }
      if (Values.mask(value) instanceof TypedValue masked) {
        assertThat(masked.masked() || !type.maskable() || value == masked).isTrue();
      }
      assertThat(kept(type, input, value)).as(() -> type.name() + " of " + input).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_stored_value_reads_back_as_it_was(FieldType type) {
    for (var input : inputs(type)) {
      if (type.parse(input, Clock.systemUTC()) instanceof TypedValue value) {
        assertThat(TypedValue.fromMap(type.name(), value.toMap()))
            .as(() -> type.name() + " of " + input)
            .isEqualTo(value);
        var masked = value.mask();
        assertThat(TypedValue.fromMap(type.name(), masked.toMap())).isEqualTo(masked);
      }
    }
  }

  /** A date of birth keeps its year (exchange 9.1), and with it its age. */
  @ParameterizedTest
  @MethodSource("types")
  void of_a_masked_value_nothing_can_be_read(FieldType type) {
    for (var input : inputs(type)) {
      if (type.maskable() && type.parse(input, Clock.systemUTC()) instanceof TypedValue value) {
        var masked = new LinkedHashMap<>(value.mask().toMap());
        boolean keepsYear = type.name().equals("dob") && value.valid();
        if (keepsYear) {
          assertThat(masked.remove("normal")).isEqualTo("**/**/" + value.get("year"));
          masked.keySet().removeAll(List.of("raw", "age", "year"));
        }
        masked.remove("valid");
        assertThat(masked.remove("masked")).isEqualTo(true);
        assertThat(masked.values()).as(() -> type.name() + " of " + input)
            .allSatisfy(part -> assertThat(Values.text(part)).matches("\\**"));
      }
    }
  }

  /** What a type made of a text, submitted once more, means the same: a lead that is sold on stays what it was. */
  @ParameterizedTest
  @MethodSource("types")
  void a_normal_form_is_its_own_normal_form(FieldType type) {
    if (List.of("range", "ip", "trustedform_url").contains(type.name())) {
      return; // A range of dates is told in milliseconds, an IPv6 address by its zeros, a certificate by its id: below.
    }
    for (var input : inputs(type)) {
      if (type.parse(input, Clock.systemUTC()) instanceof TypedValue once && once.valid() && !once.masked()) {
        var twice = type.parse(once.value(), Clock.systemUTC());
        assertThat(Values.text(twice)).as(() -> type.name() + " of " + input).isEqualTo(once.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_parsed_value_is_not_parsed_again(FieldType type) {
    var value = FieldTypes.require("state").parse("tx", Clock.systemUTC());
    assertThat(type.parse(value, Clock.systemUTC())).isSameAs(value);
  }

  /** A phone gives up the hint at its end, and a credential has its text as normal form only. */
  private static boolean kept(FieldType type, Object input, @Nullable Object value) {
    var submitted = Values.submitted(input);
    if (!(value instanceof TypedValue typed)) {
      return input.equals(value) || Values.text(input).equals(value);
    }
    var text = Values.text(submitted);
    return switch (type.name()) {
      case "credential" -> typed.raw() == null && typed.normal().equals(Values.text(input));
      case "phone" -> text.startsWith(Values.text(typed.raw()))
          && text.length() - Values.text(typed.raw()).length() <= (typed.get("type") == null ? 0 : text.length());
      default -> input.equals(typed.raw()) || submitted.equals(typed.raw()) || text.equals(typed.raw());
    };
  }

  private static List<Object> inputs(FieldType type) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(type.name().hashCode());
    var observed = new ArrayList<Object>();
    Vectors.read(type.name()).get("cases").forEach(one -> {
      var input = Vectors.decoded(one.get("input"));
      if (input != null) {
        observed.add(input);
      }
    });
    var inputs = new ArrayList<>(observed);
    inputs.addAll(List.of("9".repeat(400), "1" + "0".repeat(400) + "-5", "(".repeat(300), "a@".repeat(300),
        "http://" + "a".repeat(5_000), "[".repeat(100), Map.of("raw", "x"), Map.of("raw", List.of()),
        List.of(List.of()), Long.MAX_VALUE, Long.MIN_VALUE, 1e300, -1e-300, 0.1 + 0.2));
    while (inputs.size() < INPUTS) {
      var seed = Values.text(observed.get(random.nextInt(observed.size())));
      inputs.add(random.nextBoolean() ? Anything.noise(random) : Anything.spoilt(seed, random));
      if (random.nextInt(20) == 0) {
        inputs.add(kind(random, seed));
      }
    }
    return inputs;
  }

  private static Object kind(RandomGenerator random, String seed) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextDouble(-1e12, 1e12);
      case 2 -> random.nextBoolean();
      case 3 -> List.of(seed, random.nextInt());
      case 4 -> Map.of("raw", seed);
      default -> new HashMap<>(Map.of("normal", seed, "other", List.of(1)));
    };
  }
}
