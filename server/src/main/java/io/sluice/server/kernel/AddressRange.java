package io.sluice.server.kernel;

import java.net.InetAddress;

/** A network in CIDR notation, such as {@code 10.0.0.0/8}; a single address counts as a network of its own. */
public record AddressRange(InetAddress network, int prefixBits) {

  public AddressRange {
    if (prefixBits < 0 || prefixBits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no network has the prefix length " + prefixBits);
    }
  }

  /** @throws IllegalArgumentException for text that is no network */
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    var address = address(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * 8;
    return new AddressRange(address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
  }

  /** The platform would read {@code 10.1} as 10.0.0.1, which nobody who writes {@code 10.1/16} means. */
  private static InetAddress address(String text) {
    var address = InetAddress.ofLiteral(text);
    if (text.indexOf(':') < 0 && !address.getHostAddress().equals(text)) {
      throw new IllegalArgumentException(text + " is no IPv4 address of four numbers");
    }
    return address;
  }

  public boolean contains(InetAddress address) {
    byte[] wanted = network.getAddress();
    byte[] given = address.getAddress();
    if (wanted.length != given.length) {
      return false;
    }
    int wholeBytes = prefixBits / 8;
    for (int i = 0; i < wholeBytes; i++) {
      if (wanted[i] != given[i]) {
        return false;
      }
    }
    int mask = 0xff00 >> prefixBits % 8 & 0xff;
    return prefixBits % 8 == 0 || (wanted[wholeBytes] & mask) == (given[wholeBytes] & mask);
  }
}
