package io.sluice.server.cli;

import io.sluice.server.demo.DemoFile;
import io.sluice.server.demo.Story;
import io.sluice.server.settings.SluiceSettings;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A seller and a buyer who have never met trade leads: played on a server of its own, which is gone afterwards. */
final class Demo implements Command {

  private static final int CLEANING_LIMIT_SECONDS = 30;
  private static final Option EXIT = Option.toggle("exit");

  private final Class<?> application;

  Demo(Class<?> application) {
    this.application = application;
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String meaning() {
    return "Plays a story from invitation to traded lead, then stays up; with --exit it stops, with 0 if all is well.";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.PORT, EXIT);
  }

  @Override
  public int run(Given given, Terminal terminal) throws IOException {
    Path data = Files.createTempDirectory("sluice-demo-");
    // As root, the database runs as somebody else, who must be able to enter; each secret in it is closed by itself.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    CountDownLatch cleaned = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(cleaned)));
    Map<String, String> environment = new HashMap<>(given.over(terminal.environment(), this));
    environment.put("SLUICE_DATA_DIR", data.toString());
    environment.remove("SLUICE_DATABASE_URL");
    environment.remove("SLUICE_BASE_URL");
    if (given.has(EXIT) && given.value(Option.PORT).isEmpty()) {
      environment.put("SLUICE_PORT", "0");
    }
    try (Stage stage = Stage.set(terminal)) {
      return new Foreground(application, terminal).run(stage.over(environment), new Foreground.Moment() {
        @Override
        public void before(RunningServer server, SluiceSettings settings) {
          stage.enter(server, settings);
        }

        @Override
        public Optional<Integer> after(RunningServer server, SluiceSettings settings) {
          boolean kept = play(data, terminal, given.has(EXIT));
          return given.has(EXIT) ? Optional.of(kept ? DONE : FAILED) : Optional.empty();
        }
      });
    } finally {
      FileSystemUtils.deleteRecursively(data);
      cleaned.countDown();
    }
  }

  /** Ctrl-C ends the process with its last shutdown hook: this one lets the directory go first. */
  private static void await(CountDownLatch cleaned) {
    try {
      cleaned.await(CLEANING_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean play(Path data, Terminal terminal, boolean once) {
    Console console = System.console();
    boolean colours = console != null && console.isTerminal() && !terminal.environment().containsKey("NO_COLOR");
    Story story = new Story(DemoFile.read(data).orElseThrow(), terminal.out(), colours);
    boolean kept = story.play();
    if (once) {
      story.close();
    } else {
      story.addresses(terminal.out(), data.toString()); // Acme's lead system stays up as long as the server does
    }
    return kept;
  }
}
