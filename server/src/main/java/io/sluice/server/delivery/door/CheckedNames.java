package io.sluice.server.delivery.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
    var addresses = lookUp(host);
    for (var address : addresses) {
      if (!PublicAddresses.isPublic(address) && !allowed.allowsAddress(address) && !allowed.allowsName(host)) {
        throw new AddressNotAllowed(host);
      }
    }
    return addresses.toArray(InetAddress[]::new);
  }

  /** On a thread of its own: a name server that is silent keeps whoever asks it, even if interrupted. */
  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    var answer = new FutureTask<>(() -> names.addresses(host));
    Thread.ofVirtual().name("names").start(answer);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("looking up " + host, e.getCause());
    }
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
