package io.sluice.server.cli;

import io.sluice.server.database.Database;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.kernel.ProductVersion;
import io.sluice.server.settings.SluiceSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** A server that a command runs until it is told to stop. */
record Foreground(Class<?> application, Terminal terminal) {

  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  /** What a command does around the moment at which the server is ready. */
  interface Moment {

    /** While {@code GET /status} still answers that the server is starting. */
    default void before(RunningServer server, SluiceSettings settings) {}

    /** @return the exit code to stop with at once; empty to go on serving */
    default Optional<Integer> after(RunningServer server, SluiceSettings settings) {
      return Optional.empty();
    }
  }

  int run(Map<String, String> environment, Moment ready) {
    return switch (Settings.read(environment)) {
      case SluiceSettings.Reading.Refused(List<String> problems) -> Settings.refuse(problems, terminal);
      case SluiceSettings.Reading.Accepted(SluiceSettings settings) -> run(settings, ready);
    };
  }

  private int run(SluiceSettings settings, Moment ready) {
    List<String> problems = Listening.problems(settings);
    if (!problems.isEmpty()) {
      terminal.err().println(String.join(" ", problems));
      return Command.FAILED;
    }
    Database database = Database.open(settings.database(), Settings.embedded(settings));
    var end = new CompletableFuture<Integer>();
    var over = new CountDownLatch(1);
    try {
      // Called when requests in hand have ended and not when their end is asked for: they need the database until then.
      SpringApplication.getShutdownHandlers().add(() -> {
        end.complete(Command.DONE);
        await(over);
      });
      database.embedded().map(EmbeddedPostgres::endedUnasked).ifPresent(ended -> ended.thenAccept(exitCode -> {
        LOG.error("The embedded database ended by itself (exit code {}); without it there is nothing to serve", exitCode);
        end.complete(Command.FAILED);
      }));
      try (RunningServer server = RunningServer.start(
          application, settings, database, starting -> ready.before(starting, settings))) {
        if (!server.isUp()) {
          return Command.DONE; // told to stop while it started
        }
        terminal.out().println("Sluice " + ProductVersion.current() + " is ready at " + server.url());
        return ready.after(server, settings).orElseGet(end::join);
      }
    } finally {
      database.close();
      over.countDown();
    }
  }

  /** The process ends with its last shutdown hook: this one lets the database be closed first. */
  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
