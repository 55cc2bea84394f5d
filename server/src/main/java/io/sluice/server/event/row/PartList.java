package io.sluice.server.event.row;

import io.sluice.engine.type.TypedValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a typed value that are written as a list, without their names: {@code "american":["512","555",…]}
 * (decision 0129). Rows are read for as long as they are kept, so none of these is ever changed: a type that gains a part
 * is written with names until another list of it stands here.
 */
enum PartList {
  EMAIL("email", "parts", "user", "domain", "host", "tld", "is_free", "is_disposable"),
  IP("ip", "parts", "is_ipv4", "ipv6_format"),
  PHONE_IN_AMERICA("phone", "american", "area", "exchange", "line", "number", "extension", "country_code",
      "country_calling_code", "type", "is_tollfree"),
  PHONE_ELSEWHERE("phone", "foreign", "area", "number", "extension", "country_code", "country_calling_code", "type",
      "is_tollfree"),
  POSTAL_CODE_IN_THE_USA("postal_code", "american", "country_code", "code", "zip", "four"),
  POSTAL_CODE_IN_CANADA("postal_code", "canadian", "country_code", "code", "fsa", "district", "ldu"),
  POSTAL_CODE_IN_BRITAIN("postal_code", "british", "country_code", "code", "outcode", "incode"),
  RANGE("range", "parts", "mid", "max", "min", "avg"),
  STREET("street", "parts", "number", "name"),
  TRUSTEDFORM_URL("trustedform_url", "parts", "type", "cert_id", "is_masked", "is_web", "is_mobile", "is_facebook",
      "host", "path"),
  URL("url", "parts", "protocol", "host", "port", "path", "query", "hash");

  private static final Map<String, List<PartList>> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.groupingBy(list -> list.type));

  private final String type;
  private final String key;
  private final String[] names;

  /** @param key under which the list stands; none is the name of a part */
  PartList(String type, String key, String... names) {
    this.type = type;
    this.key = key;
    this.names = names;
  }

  String key() {
    return key;
  }

  /** Empty for a value that has other parts, as a masked one has; it is written with their names. */
  static Optional<PartList> of(TypedValue value) {
    if (value.normal() instanceof String && value.raw() instanceof String) {
      for (PartList list : BY_TYPE.getOrDefault(value.type(), List.of())) {
        if (value.hasParts(list.names)) {
          return Optional.of(list);
        }
      }
    }
    return Optional.empty();
  }

  /** Empty for a value that was written with the names of its parts. */
  static Optional<TypedValue> read(String type, Map<String, @Nullable Object> members) {
    for (PartList list : BY_TYPE.getOrDefault(type, List.of())) {
      if (members.get(list.key) instanceof List<?> parts && parts.size() == list.names.length
          && members.get("normal") instanceof String normal) {
        return Optional.of(TypedValue.of(type, normal, members.getOrDefault("raw", normal),
            Boolean.TRUE.equals(members.get("valid")), list.names, parts.toArray()));
      }
    }
    return Optional.empty();
  }
}
