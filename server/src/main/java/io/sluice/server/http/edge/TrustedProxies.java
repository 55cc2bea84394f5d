package io.sluice.server.http.edge;

import io.sluice.server.kernel.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose word counts on where a request came from. Anybody may write {@code X-Forwarded-For}; only what a proxy of the
 * operator's own added to it at its end is true.
 */
public record TrustedProxies(List<AddressRange> networks) {

  private static final int MAX_HOPS = 20;
  /** As some proxies write addresses: 203.0.113.5:1234, [2001:db8::7]:1234, [2001:db8::7]. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?<four>[0-9.]{7,15}):[0-9]{1,5}|\\[(?<six>[^]]*:[^]]*)](:[0-9]{1,5})?");

  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** @throws IllegalArgumentException for text that is no network */
  public static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(networks.stream().map(AddressRange::of).toList());
  }

  /** The nearest address that is no proxy of ours, read from the end; of what is no address, the proxy that sent it. */
  String client(String peer, Enumeration<String> forwardedFor) {
    if (networks.isEmpty() || !isTrusted(peer)) {
      return peer;
    }
    String[] hops = String.join(",", Collections.list(forwardedFor)).split(",", -1);
    String client = peer;
    for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS) && isTrusted(client); i--) {
      String hop = withoutPort(hops[i].strip());
      if (!isAddress(hop)) {
        return client;
      }
      client = plain(hop);
    }
    return client;
  }

  private static String withoutPort(String hop) {
    Matcher written = WITH_PORT.matcher(hop);
    if (!written.matches()) {
      return hop;
    }
    String four = written.group("four");
    return four == null ? written.group("six") : four;
  }

  private boolean isTrusted(String address) {
    InetAddress literal = InetAddress.ofLiteral(address);
    return networks.stream().anyMatch(network -> network.contains(literal));
  }

  /** An IPv4 address has one spelling, whatever IPv6 makes of it: else each would be somebody else, with limits of its own. */
  private static String plain(String address) {
    InetAddress literal = InetAddress.ofLiteral(address);
    return literal instanceof Inet4Address ? literal.getHostAddress() : address;
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return text.indexOf(':') >= 0 || address.getHostAddress().equals(text);
    } catch (IllegalArgumentException e) {
      return false; // that is how the platform says so
    }
  }
}
