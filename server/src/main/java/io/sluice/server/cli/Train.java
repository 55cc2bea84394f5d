package io.sluice.server.cli;

import io.sluice.server.database.Database;
import io.sluice.server.settings.SluiceSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One start, a few requests, some thousand leads and a stop, for the build to record what the next starts will want: which
 * classes, and which ways through them are taken often (decision 0022).
 */
final class Train implements Command {

  private static final Option DATA = Option.required("data", "DIR");

  private final Class<?> application;

  Train(Class<?> application) {
    this.application = application;
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String meaning() {
    return "Starts on a directory of its own, takes some leads and stops: bin/sluice records that for its cache.";
  }

  @Override
  public List<Option> options() {
    return List.of(DATA);
  }

  @Override
  public int run(Given given, Terminal terminal) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SLUICE_PORT", "0");
    environment.put("SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8");
    given.value(DATA).ifPresent(directory -> environment.put("SLUICE_DATA_DIR", directory));
    return switch (SluiceSettings.read(environment)) {
      case SluiceSettings.Reading.Refused(List<String> problems) -> Settings.refuse(problems, terminal);
      case SluiceSettings.Reading.Accepted(SluiceSettings settings) -> train(settings);
    };
  }

  private int train(SluiceSettings settings) throws IOException, InterruptedException {
    Database database = Database.open(settings.database(), Settings.embedded(settings));
    try (RunningServer server = RunningServer.start(application, settings, database)) {
      for (String path : List.of("/status", "/version/ui", "/flows", "/")) {
        ask(server.url().resolve(path));
      }
      PractiseLeads.send(server);
      return DONE;
    } finally {
      database.close();
    }
  }

  private static void ask(URI uri) throws IOException {
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
    // Whatever the answer is, its making is what was wanted.
    request.getResponseCode();
    request.disconnect();
  }
}
