package io.sluice.server.delivery.custom;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.gcardone.junidecode.Junidecode;
import org.jspecify.annotations.Nullable;

/**
 * What mapped values become when they are sent: a typed value its normal form, an invalid one the text it came as
 * (exchange 14.3).
 */
public final class Sent {

  private Sent() {}

  /**
   * Texts, numbers, booleans, nulls, and lists and maps of these.
   *
   * @param ascii whether letters of other scripts are written with those of this one ({@code send_ascii})
   */
  public static @Nullable Object plain(@Nullable Object value, boolean ascii) {
    return switch (value) {
      case null -> null;
      case TypedValue typed -> plain(sent(typed), ascii);
      case String text -> ascii ? Junidecode.unidecode(text) : text;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> plain = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, member) -> plain.put(String.valueOf(name), plain(member, ascii)));
        yield plain;
      }
      case Iterable<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(member -> plain.add(plain(member, ascii)));
        yield plain;
      }
      case Number number -> number;
      case Boolean yes -> yes;
      default -> Values.text(value);
    };
  }

  private static @Nullable Object sent(TypedValue typed) {
    return typed.valid() || typed.raw() == null ? typed.value() : typed.raw();
  }

  /** The members of a map or list by name, so that {@code form_field.0} has a name too; nothing for all else. */
  public static Map<String, @Nullable Object> members(@Nullable Object value) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    switch (value) {
      case Map<?, ?> map -> map.forEach((name, member) -> members.put(String.valueOf(name), member));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          members.put(Integer.toString(i), list.get(i));
        }
      }
      case null, default -> {}
    }
    return members;
  }
}
