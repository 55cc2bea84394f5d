package io.sluice.server.delivery.door;

import java.net.InetAddress;

/** A network in CIDR notation, such as {@code 10.0.0.0/8}; a single address counts as a network of its own. */
record AddressRange(InetAddress network, int prefixBits) {

  AddressRange {
    if (prefixBits < 0 || prefixBits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no network has the prefix length " + prefixBits);
    }
  }

  /** @throws IllegalArgumentException for text that is no network */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      var address = InetAddress.ofLiteral(text);
      return new AddressRange(address, address.getAddress().length * 8);
    }
    return new AddressRange(InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  boolean contains(InetAddress address) {
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
