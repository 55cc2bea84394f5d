package io.sluice.engine.type.web;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** An IP address, alone or as the host of something like a URL (exchange 9.2). */
public final class IpType {

  private static final String[] PARTS = {"is_ipv4", "ipv6_format"};
  private static final int V6_COLONS = 7;

  private IpType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var value = address(text, host(Blanks.trim(text)));
    return value == null ? TypedValue.invalid("ip", text, text) : value;
  }

  private static String host(String text) {
    int scheme = text.indexOf("://");
    var address = scheme < 0 ? text : text.substring(scheme + 3);
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      return end < 0 ? "" : address.substring(1, end);
    }
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return address.substring(0, i);
      }
    }
    return address;
  }

  private static @Nullable TypedValue address(String text, String host) {
    int colon = host.indexOf(':');
    if (colon < 0 || colon == host.lastIndexOf(':') && host.indexOf('.') >= 0) {
      return v4(text, colon < 0 ? host : host.substring(0, colon));
    }
    var pieces = IpNumbers.v6(withoutPort(host));
    if (pieces == null) {
      return null;
    }
    var address = IpNumbers.v6Text(pieces);
    return TypedValue.valid("ip", address, text, PARTS, false, address);
  }

  /** Where all eight pieces are written out, a ninth is a port. */
  private static String withoutPort(String host) {
    boolean port = host.indexOf("::") < 0 && host.chars().filter(c -> c == ':').count() == V6_COLONS + 1;
    return port ? host.substring(0, host.lastIndexOf(':')) : host;
  }

  private static @Nullable TypedValue v4(String text, String host) {
    int dots = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      dots += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return null;
      }
    }
    if (dots != 3 || host.endsWith(".")) {
      return null;
    }
    long address = IpNumbers.v4(host);
    if (address < 0) {
      return null;
    }
    // Not the usual mapping, which begins with five zero pieces, but the observed one, which begins with ffff.
    var pieces = new int[] {0xffff, 0, 0, 0, 0, 0, (int) (address >> 16), (int) (address & 0xffff)};
    return TypedValue.valid("ip", IpNumbers.v4Text(address), text, PARTS, true, IpNumbers.v6Text(pieces));
  }
}
