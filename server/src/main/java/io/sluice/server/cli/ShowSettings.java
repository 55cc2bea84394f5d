package io.sluice.server.cli;

import io.sluice.server.settings.SettingsTable;
import java.util.List;

final class ShowSettings implements Command {

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public String meaning() {
    return "Lists every environment variable with its default and its meaning.";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public int run(Given given, Terminal terminal) {
    terminal.out().print(SettingsTable.text());
    return DONE;
  }
}
