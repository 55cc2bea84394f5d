package io.sluice.server.cli;

import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.settings.SluiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What commands do alike with the settings. */
final class Settings {

  private Settings() {}

  /** As {@link SluiceSettings#read}, with a free port already chosen: links in mails must name it. */
  static SluiceSettings.Reading read(Map<String, String> environment) {
    if (!"0".equals(environment.get("SLUICE_PORT"))) {
      return SluiceSettings.read(environment);
    }
    Map<String, String> chosen = new HashMap<>(environment);
    chosen.put("SLUICE_PORT", Integer.toString(freePort()));
    return SluiceSettings.read(chosen);
  }

  static EmbeddedPostgres.Settings embedded(SluiceSettings settings) {
    return EmbeddedPostgres.Settings.of(settings.dataDirectory()).withSystemUser(settings.databaseSystemUser());
  }

  static int refuse(List<String> problems, Terminal terminal) {
    terminal.err().println("Sluice cannot start: " + String.join("; ", problems) + ".");
    return Command.MISUSED;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
