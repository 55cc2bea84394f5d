package io.sluice.server.cli;

import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.settings.SluiceSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The embedded database by itself, until it is told to stop: for several servers on one machine. */
final class RunDatabase implements Command {

  private static final String JDBC = "jdbc:postgresql://";

  @Override
  public String name() {
    return "database";
  }

  @Override
  public String meaning() {
    return "Runs only the embedded database, for several servers on this machine, and says the SLUICE_DATABASE_URL they"
        + " share.";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.DATA);
  }

  @Override
  public int run(Given given, Terminal terminal) {
    Map<String, String> environment = given.over(terminal.environment(), this);
    return switch (SluiceSettings.read(environment)) {
      case SluiceSettings.Reading.Refused(List<String> problems) -> Settings.refuse(problems, terminal);
      case SluiceSettings.Reading.Accepted(SluiceSettings settings) -> run(settings, terminal);
    };
  }

  private static int run(SluiceSettings settings, Terminal terminal) {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(Settings.embedded(settings))) {
      Runtime.getRuntime().addShutdownHook(new Thread(database::close, "stop-database"));
      terminal.out().println("SLUICE_DATABASE_URL=" + setting(database.address()));
      terminal.out().flush();
      database.endedUnasked().join();
      terminal.err().println("The database ended by itself.");
      return FAILED;
    }
  }

  private static String setting(DatabaseAddress address) {
    return "postgres://" + encoded(address.user()) + ":" + encoded(address.password()) + "@"
        + address.url().substring(JDBC.length());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
