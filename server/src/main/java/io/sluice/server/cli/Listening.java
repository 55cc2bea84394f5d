package io.sluice.server.cli;

import io.sluice.server.settings.SluiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a server is to listen, tried before anything is started: a database that came up and was migrated for nothing
 * costs the operator half a minute a try.
 */
record Listening(String address, int port, String addressSetting, String portSetting) {

  /** A sentence for each place that cannot be listened at. */
  static List<String> problems(SluiceSettings settings) {
    var open = new Listening(settings.address(), settings.port(), "SLUICE_ADDRESS", "SLUICE_PORT or --port");
    Optional<Listening> management = settings.managementPort().map(port -> new Listening(
        settings.managementAddress(), port, "SLUICE_MANAGEMENT_ADDRESS", "SLUICE_MANAGEMENT_PORT"));
    return Stream.concat(Stream.of(open), management.stream()).flatMap(place -> place.problem().stream()).toList();
  }

  private Optional<String> problem() {
    InetAddress found;
    try {
      found = InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      return Optional.of("The address " + address + " is not known: choose another with " + addressSetting + ".");
    }
    if (refused(found, 0).isPresent()) {
      return Optional.of("The address " + address + " is none of this machine's: choose another with "
          + addressSetting + ".");
    }
    return refused(found, port).map(why -> why.contains("in use")
        ? "The port " + port + " is already in use: stop what uses it, or choose another with " + portSetting + "."
        : "The port " + port + " cannot be listened at (" + why + "): choose another with " + portSetting + ".");
  }

  private static Optional<String> refused(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
