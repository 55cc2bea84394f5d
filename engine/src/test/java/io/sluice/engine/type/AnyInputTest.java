package io.sluice.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final String ALPHABET =
      "0123456789 0123456789 abcdefghijklmnopqrstuvwxyzABCXYZ@@..--//::+*#()[]<>\"'\\%?&=_~,;|\t\n\r\u0000"
          + "éßüİıſ½\u0661\uff11\u200b\u00a0\u2028\ufeff漢\ud83d\ude00\ud800\udc00\u0301";

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
      inputs.add(random.nextBoolean() ? noise(random) : spoilt(seed, random));
      if (random.nextInt(20) == 0) {
        inputs.add(kind(random, seed));
      }
    }
    return inputs;
  }

  private static String noise(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(24); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static String spoilt(String seed, RandomGenerator random) {
    var text = new StringBuilder(seed);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> text.delete(Math.max(0, at - 1), at);
        default -> text.insert(at, text.substring(at / 2, at));
      }
    }
    return text.toString();
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
