package io.sluice.server.delivery.door;

import io.sluice.server.kernel.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet. Everything else could be the machine Sluice runs on, its neighbours,
 * or a cloud's metadata service, which hands out credentials to whoever asks from inside.
 */
final class PublicAddresses {

  /** The special-purpose registries of IANA, without what they call globally reachable. */
  private static final List<AddressRange> NOT_PUBLIC = Stream.of(
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
      "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
      "224.0.0.0/4", "240.0.0.0/4",
      // Azure's wire server: a public address that answers only from inside, with the machine's secrets.
      "168.63.129.16/32").map(AddressRange::of).toList();

  /** All unicast addresses ever given out; loopback, link-local, unique-local, multicast, mapped ones lie outside. */
  private static final AddressRange GLOBAL_UNICAST_6 = AddressRange.of("2000::/3");

  /** Inside of it: protocol assignments with Teredo, documentation, and 6to4, which wraps any IPv4 address. */
  private static final List<AddressRange> NOT_PUBLIC_6 =
      Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(AddressRange::of).toList();

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet6Address
        ? GLOBAL_UNICAST_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(range -> range.contains(address))
        : NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }
}
