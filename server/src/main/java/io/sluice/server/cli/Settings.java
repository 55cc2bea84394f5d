package io.sluice.server.cli;

import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.settings.SluiceSettings;
import java.util.List;

/** What commands do alike with the settings. */
final class Settings {

  private Settings() {}

  static EmbeddedPostgres.Settings embedded(SluiceSettings settings) {
    return EmbeddedPostgres.Settings.of(settings.dataDirectory()).withSystemUser(settings.databaseSystemUser());
  }

  static int refuse(List<String> problems, Terminal terminal) {
    terminal.err().println("Sluice cannot start: " + String.join("; ", problems) + ".");
    return Command.MISUSED;
  }
}
