package io.sluice.server.cli;

import io.sluice.server.database.Database;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.demo.Inbox;
import io.sluice.server.kernel.ProductVersion;
import io.sluice.server.settings.SluiceSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server, until it is told to stop. */
final class Serve implements Command {

  private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
  private static final Option DEMO = Option.toggle("demo");

  private final Class<?> application;

  Serve(Class<?> application) {
    this.application = application;
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String meaning() {
    return "Runs the server; with --demo, mails go to an inbox page of its own instead of to people.";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.PORT, Option.DATA, DEMO);
  }

  @Override
  public int run(Given given, Terminal terminal) {
    Map<String, String> environment = given.over(terminal.environment(), this);
    if (!given.has(DEMO)) {
      return run(environment, terminal);
    }
    try (Inbox inbox = Inbox.open(Clock.systemUTC())) {
      Map<String, String> demo = new HashMap<>(environment);
      demo.put("SLUICE_SMTP_URL", inbox.smtpUrl().toString());
      terminal.out().println("Mails are kept at " + inbox.url());
      return run(demo, terminal);
    }
  }

  private int run(Map<String, String> environment, Terminal terminal) {
    return switch (SluiceSettings.read(environment)) {
      case SluiceSettings.Reading.Refused(List<String> problems) -> Settings.refuse(problems, terminal);
      case SluiceSettings.Reading.Accepted(SluiceSettings settings) -> run(settings, terminal);
    };
  }

  private int run(SluiceSettings settings, Terminal terminal) {
    Database database = Database.open(settings.database(), Settings.embedded(settings));
    var end = new CompletableFuture<Integer>();
    database.embedded().map(EmbeddedPostgres::endedUnasked).ifPresent(ended -> ended.thenAccept(exitCode -> {
      LOG.error("The embedded database ended by itself (exit code {}); without it there is nothing to serve", exitCode);
      end.complete(FAILED);
    }));
    try (RunningServer server = RunningServer.start(application, settings, database)) {
      server.whenClosed(() -> end.complete(DONE));
      terminal.out().println("Sluice " + ProductVersion.current() + " is ready at " + server.url());
      return end.join();
    } finally {
      database.close();
    }
  }
}
