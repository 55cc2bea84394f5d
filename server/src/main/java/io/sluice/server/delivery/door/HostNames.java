package io.sluice.server.delivery.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into its addresses. */
@FunctionalInterface
public interface HostNames {

  /** What the machine is set up to ask. */
  HostNames OF_THE_SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /** @throws UnknownHostException when the name has no address */
  List<InetAddress> addresses(String name) throws UnknownHostException;
}
