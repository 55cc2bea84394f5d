package io.sluice.engine.type.web;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;

/**
 * Addresses of TrustedForm certificates (exchange 9.2). Their ids are encrypted by the issuer: age and kind are not in
 * them for anyone else to see, so every kind is told as unknown.
 */
public final class TrustedFormUrlType {

  private static final String[] PARTS =
      {"type", "cert_id", "is_masked", "is_web", "is_mobile", "is_facebook", "host", "path"};
  private static final int HEX_ID_LENGTH = 40;

  private TrustedFormUrlType() {}

  public static Object parse(Object input, Clock clock) {
    if (Boolean.FALSE.equals(input) || "".equals(input)
        || input instanceof Number number && number.doubleValue() == 0) {
      // What JavaScript calls false is left untouched, as observed.
      return input;
    }
    var text = Values.text(Values.submitted(input));
    var address = UrlType.address(text);
    if (address == null) {
      return TypedValue.invalid("trustedform_url", text, text);
    }
    var id = address.path().substring(1);
    if (!isIssuer(address) || !isId(id)) {
      return TypedValue.invalid("trustedform_url", address.text(), text);
    }
    return TypedValue.valid("trustedform_url", "https://" + address.host() + "/" + id, text, PARTS, null, id, false,
        false, false, false, address.host(), address.path());
  }

  private static boolean isIssuer(WebAddress address) {
    return address.protocol().equals("https")
        && address.port().isEmpty()
        && (address.host().equals("cert.trustedform.com") || address.host().equals("ping.trustedform.com"));
  }

  /** Forty hexadecimal digits, or a longer token of letters, digits and {@code - . _ ~}. */
  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean fits = id.length() == HEX_ID_LENGTH
          ? Character.digit(c, 16) >= 0
          : c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
      if (!fits) {
        return false;
      }
    }
    return id.length() >= HEX_ID_LENGTH;
  }
}
