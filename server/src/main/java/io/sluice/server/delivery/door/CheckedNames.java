package io.sluice.server.delivery.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name and lets nothing pass but addresses that may be dialled. The client dials exactly what is returned
 * here, so a name that answers differently the second time (DNS rebinding) gains nothing.
 */
final class CheckedNames implements DnsResolver {

  private final HostNames names;
  private final AllowedTargets allowed;

  CheckedNames(HostNames names, AllowedTargets allowed) {
    this.names = names;
    this.allowed = allowed;
  }

  /** One forbidden address condemns them all: no recipient needs a name that points to both sides of the wall. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = names.addresses(host);
    for (var address : addresses) {
      if (!PublicAddresses.isPublic(address) && !allowed.allowsAddress(address) && !allowed.allowsName(host)) {
        throw new AddressNotAllowed(host);
      }
    }
    return addresses.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  static final class AddressNotAllowed extends UnknownHostException {

    AddressNotAllowed(String host) {
      super(host);
    }
  }
}
