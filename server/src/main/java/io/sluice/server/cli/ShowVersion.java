package io.sluice.server.cli;

import io.sluice.server.kernel.ProductVersion;
import java.util.List;

final class ShowVersion implements Command {

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String meaning() {
    return "Says which version this is.";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public int run(Given given, Terminal terminal) {
    terminal.out().println(ProductVersion.current());
    return DONE;
  }
}
