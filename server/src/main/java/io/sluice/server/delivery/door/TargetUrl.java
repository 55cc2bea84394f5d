package io.sluice.server.delivery.door;

import io.sluice.server.http.body.PercentText;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Where a delivery goes, read as browsers read it: international names in their ASCII form, and numbers in any base as
 * the IPv4 address they are ({@code http://2130706433/} is 127.0.0.1).
 *
 * @param scheme {@code http} or {@code https}
 * @param userInfo {@code user:password}, still escaped
 * @param port -1 for the scheme's own, written or not
 * @param pathAndQuery begins with a slash, has no fragment, and holds only what a request line may hold
 */
public record TargetUrl(String scheme, Optional<String> userInfo, Host host, int port, String pathAndQuery) {

  private static final int MAX_CHARACTERS = 8_192;
  private static final int MAX_NAME_CHARACTERS = 253;
  private static final int MAX_LABEL_CHARACTERS = 63;
  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  /** A name to be resolved, or an address. */
  public sealed interface Host {

    /** As it stands in a URL. */
    String text();
  }

  /** @param ascii lower-case, without a dot at the end */
  public record Name(String ascii) implements Host {

    @Override
    public String text() {
      return ascii;
    }
  }

  public record Literal(InetAddress address) implements Host {

    @Override
    public String text() {
      return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
  }

  /** Empty for what is no absolute http or https URL. */
  public static Optional<TargetUrl> parse(String text) {
    var url = text.strip();
    int start = url.regionMatches(true, 0, "http://", 0, 7) ? 7 : url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    if (start < 0 || url.length() > MAX_CHARACTERS || url.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    var authority = url.substring(start, end);
    int at = authority.lastIndexOf('@');
    var userInfo = at < 0 ? Optional.<String>empty() : Optional.of(authority.substring(0, at));
    var hostAndPort = authority.substring(at + 1);
    int colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
    int port = colon < 0 || colon == hostAndPort.length() - 1 ? -1 : port(hostAndPort.substring(colon + 1));
    if (port == 0) {
      return Optional.empty();
    }
    var scheme = start == 7 ? "http" : "https";
    int said = port == (start == 7 ? 80 : 443) ? -1 : port;
    var pathAndQuery = pathAndQuery(url.substring(end));
    return host(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon))
        .map(host -> new TargetUrl(scheme, userInfo, host, said, pathAndQuery));
  }

  /** A name with at least two labels; what else has a name is on somebody's own network. */
  public boolean isDotted() {
    return host instanceof Name(var name) && name.indexOf('.') > 0;
  }

  public boolean isAddress6() {
    return host instanceof Literal(Inet6Address _);
  }

  /** A name below a top-level domain that exists, or a public address. What the name leads to is the door's matter. */
  public boolean isPublic() {
    return switch (host) {
      case Literal(var address) -> PublicAddresses.isPublic(address);
      case Name(var name) -> {
        // Two more labels in front, because some registries' rules begin with a wildcard.
        var probe = "a.b." + name.substring(name.lastIndexOf('.') + 1);
        yield isDotted() && SUFFIXES.getDomainRoot(probe, DomainType.ICANN) != null;
      }
    };
  }

  /** Without user and password: what may be recorded. */
  public String text() {
    return scheme + "://" + host.text() + (port < 0 ? "" : ":" + port) + pathAndQuery;
  }

  /** 0 for what is no port. */
  private static int port(String text) {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits ? Integer.parseInt(text) : 0;
    return port <= 65_535 ? port : 0;
  }

  private static String pathAndQuery(String rest) {
    int hash = rest.indexOf('#');
    var text = hash < 0 ? rest : rest.substring(0, hash);
    var safe = new StringBuilder(text.length() + 16);
    if (!text.startsWith("/")) {
      safe.append('/');
    }
    text.codePoints().forEach(c -> {
      if (c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0) {
        safe.append((char) c);
      } else {
        safe.append(PercentText.encode(Character.toString(c)));
      }
    });
    return safe.toString();
  }

  private static Optional<Host> host(String text) {
    try {
      if (text.startsWith("[") && text.endsWith("]") && text.indexOf('%') < 0) {
        return Optional.of(new Literal(Inet6Address.ofLiteral(text.substring(1, text.length() - 1))));
      }
      var ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      var name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      if (isNumber(name.substring(name.lastIndexOf('.') + 1))) {
        return address4(name);
      }
      return isName(name) ? Optional.of(new Name(name)) : Optional.empty();
    } catch (IllegalArgumentException noHost) {
      return Optional.empty(); // that is what these methods throw for what is no name or address
    }
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS) {
      return false;
    }
    for (var label : name.split("\\.", -1)) {
      boolean letters = label.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
      if (label.isEmpty() || label.length() > MAX_LABEL_CHARACTERS || !letters || label.startsWith("-")
          || label.endsWith("-")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String label) {
    var digits = label.startsWith("0x") ? label.substring(2) : label;
    int radix = label.startsWith("0x") ? 16 : 10;
    return !label.isEmpty() && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
  }

  /** One to four numbers, decimal, octal or hexadecimal, of which the last fills the bytes that are left. */
  private static Optional<Host> address4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      long part = number(parts[i]);
      int bytes = i == parts.length - 1 ? 5 - parts.length : 1;
      if (part < 0 || part >= 1L << 8 * bytes) {
        return Optional.empty();
      }
      address = address << 8 * bytes | part;
    }
    return Optional.of(new Literal(InetAddress.ofLiteral(
        (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255))));
  }

  /** -1 for what is no number of at most 32 bits. */
  private static long number(String part) {
    if (!isNumber(part) || part.length() > 14) {
      return -1;
    }
    if (part.startsWith("0x")) {
      return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
    }
    boolean octal = part.length() > 1 && part.startsWith("0");
    return octal && part.chars().anyMatch(c -> c > '7') ? -1 : Long.parseLong(part, octal ? 8 : 10);
  }
}
