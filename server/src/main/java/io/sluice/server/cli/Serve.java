package io.sluice.server.cli;

import io.sluice.server.settings.SluiceSettings;
import java.util.List;
import java.util.Map;

/** The server, until it is told to stop. */
final class Serve implements Command {

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
    return "Runs the server; with --demo, with three accounts to play with and an inbox page that keeps every mail.";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.PORT, Option.DATA, DEMO);
  }

  @Override
  public int run(Given given, Terminal terminal) {
    Map<String, String> environment = given.over(terminal.environment(), this);
    Foreground foreground = new Foreground(application, terminal);
    if (!given.has(DEMO)) {
      return foreground.run(environment, new Foreground.Moment() {});
    }
    try (Stage stage = Stage.set(terminal)) {
      return foreground.run(stage.over(environment), new Foreground.Moment() {
        @Override
        public void before(RunningServer server, SluiceSettings settings) {
          stage.enter(server, settings);
        }
      });
    }
  }
}
