package io.sluice.server.event.row;

import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a lead must not be kept (exchange 9.1, 12.4): the values of maskable types, wherever they turn up again. A
 * typed value is masked by its type; in texts, such as bodies and what recipients echo, every spelling of the value is
 * replaced by as many stars.
 */
public final class Masking {

  public static final Masking NOTHING = new Masking(null);

  /** A shorter one stands in many texts by chance; it is only replaced where nothing touches it. */
  private static final int MIN_CHARS_ANYWHERE = 6;
  private static final int MIN_PART_CHARS = 4;

  /** Of a lead that has more, no text is kept: to look for each in every text would take too long. */
  private static final int MAX_SECRETS = 200;
  private static final Pattern ALL = Pattern.compile("(?s).+");

  private final @Nullable Pattern secrets;

  private Masking(@Nullable Pattern secrets) {
    this.secrets = secrets;
  }

  /** What is maskable among a lead's variables. */
  public static Masking of(Map<String, ?> vars) {
    return of(vars, Map.of());
  }

  /** @param more texts that were submitted but dropped, by the type their names have */
  public static Masking of(Map<String, ?> vars, Map<String, FieldType> more) {
    Set<String> found = new LinkedHashSet<>();
    collect(vars.get("lead"), found);
    more.forEach((text, type) -> {
      if (type.maskable()) {
        found.add(text);
      }
    });
    found.removeIf(String::isBlank);
    return found.isEmpty() ? NOTHING : new Masking(found.size() > MAX_SECRETS ? ALL : pattern(found));
  }

  /** What was submitted under one name, in whichever form it came. */
  public static Stream<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case Map<?, ?> members -> members.values().stream().flatMap(Masking::texts);
      case List<?> members -> members.stream().flatMap(Masking::texts);
      default -> Stream.of(Values.text(value));
    };
  }

  /** The type a parameter of this name has, when it is maskable. */
  public static Optional<FieldType> maskable(Optional<String> typeName) {
    return typeName.flatMap(FieldTypes::named).filter(FieldType::maskable);
  }

  /** The value as it may be kept. */
  public @Nullable Object mask(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map(map);
      case Iterable<?> list -> {
        List<@Nullable Object> masked = new ArrayList<>();
        list.forEach(member -> masked.add(mask(member)));
        yield masked;
      }
      case null, default -> single(value);
    };
  }

  /** As {@link #mask}; maps and lists stay, for whoever goes through them anyway. */
  @Nullable Object single(@Nullable Object value) {
    return switch (value) {
      case TypedValue typed -> typed.mask();
      case String text -> text(text);
      case Number number -> number(number);
      case null, default -> value;
    };
  }

  /** Only a whole and a long one: prices and counts are numbers, too. */
  private Object number(Number number) {
    if (secrets == null) {
      return number;
    }
    String text = Values.text(number);
    return text.length() >= MIN_CHARS_ANYWHERE && secrets.matcher(text).matches() ? text(text) : number;
  }

  public Map<String, @Nullable Object> map(Map<?, ?> map) {
    Map<String, @Nullable Object> masked = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((name, value) -> masked.put(String.valueOf(name), mask(value)));
    return masked;
  }

  public String text(String text) {
    return secrets == null ? text : secrets.matcher(text).replaceAll(found -> "*".repeat(found.group().length()));
  }

  public @Nullable String orNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static boolean isMaskable(TypedValue value) {
    return FieldTypes.named(value.type()).map(FieldType::maskable).orElse(false);
  }

  private static void collect(@Nullable Object value, Set<String> found) {
    switch (value) {
      case TypedValue typed when isMaskable(typed) && !typed.masked() -> {
        found.add(Values.text(typed.raw()));
        found.add(typed.text());
        typed.components().forEach((name, part) -> {
          if (part instanceof String text && text.length() >= MIN_PART_CHARS && !name.equals("year")) {
            found.add(text);
          }
        });
      }
      case Map<?, ?> map -> map.values().forEach(member -> collect(member, found));
      case Iterable<?> list -> list.forEach(member -> collect(member, found));
      case null, default -> {}
    }
  }

  private static Pattern pattern(Set<String> secrets) {
    // The longest first: of two that begin alike, the shorter would leave the rest of the longer one readable.
    return Pattern.compile(secrets.stream().flatMap(secret -> spellings(secret).stream())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(Masking::wherever)
        .collect(Collectors.joining("|")));
  }

  private static String wherever(String spelling) {
    String quoted = Pattern.quote(spelling);
    return spelling.length() >= MIN_CHARS_ANYWHERE
        ? quoted
        : "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])";
  }

  /** As it stands in JSON, XML, forms and queries. */
  private static Set<String> spellings(String secret) {
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String json = VarsJson.write(secret);
    return new LinkedHashSet<>(List.of(
        secret,
        form,
        form.replace("+", "%20"),
        form.replace("%2F", "/"),
        json.substring(1, json.length() - 1),
        json.substring(1, json.length() - 1).replace("/", "\\/"),
        secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }
}
