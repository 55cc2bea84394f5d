package io.sluice.server.delivery.custom;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.credential.OpenedCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of a custom delivery: its own, the authorisation, and over them what the step maps. */
public final class Headers {

  public static final String FORM = "application/x-www-form-urlencoded";
  static final String ACCEPT =
      "application/json;q=0.9,text/xml;q=0.8,application/xml;q=0.7,text/html;q=0.6,text/plain;q=0.5";

  private static final Pattern SENDABLE_TYPES = Pattern.compile("json|xml|x-www-form-urlencoded");

  private Headers() {}

  /** @param own in their order; the {@code Accept} that every custom delivery sends stands behind them */
  public static Map<String, String> of(Map<String, ? extends @Nullable Object> vars, Map<String, String> own) {
    Map<String, String> headers = new LinkedHashMap<>(own);
    headers.put("Accept", ACCEPT);
    authorization(vars).ifPresent(value -> headers.put("Authorization", value));
    mapped(vars).forEach((name, value) -> put(headers, name, value));
    return headers;
  }

  /** The step's own headers, by {@code header.*}; a name may have dots. */
  public static Map<String, String> mapped(Map<String, ? extends @Nullable Object> vars) {
    Map<String, String> mapped = new LinkedHashMap<>();
    collect(mapped, "", vars.get("header"));
    return mapped;
  }

  private static void collect(Map<String, String> into, String prefix, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> {
        if (member instanceof Map<?, ?>) {
          collect(into, prefix + name + ".", member);
        } else if (member != null) {
          into.put(prefix + name, Values.text(Sent.plain(member, false)));
        }
      });
    }
  }

  /** A name is one header in whatever letters' case. */
  private static void put(Map<String, String> headers, String name, String value) {
    var known = headers.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    headers.put(known, value);
  }

  /** The step's credential before a user name and a password in its mappings, of which one alone means nothing. */
  public static Optional<String> authorization(Map<String, ? extends @Nullable Object> vars) {
    if (vars.get(HttpIntegration.CREDENTIAL_VARIABLE) instanceof OpenedCredential credential) {
      return credential.authorization();
    }
    var user = Mapped.text(vars, "basic_username");
    var password = Mapped.text(vars, "basic_password");
    return user.isPresent() && password.isPresent() ? Optional.of(basic(user.get(), password.get())) : Optional.empty();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The observed sentence about a header that must not be mapped. */
  static Optional<String> problem(Map<String, ? extends @Nullable Object> vars) {
    for (var header : mapped(vars).entrySet()) {
      if (header.getKey().equalsIgnoreCase("Accept")) {
        return Optional.of("Accept header is not allowed");
      }
      if (header.getKey().equalsIgnoreCase("Content-Type")
          && !SENDABLE_TYPES.matcher(header.getValue().toLowerCase(Locale.ROOT)).find()) {
        return Optional.of("Invalid Content-Type header value");
      }
    }
    return Optional.empty();
  }
}
