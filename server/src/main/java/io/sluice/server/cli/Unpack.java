package io.sluice.server.cli;

import io.sluice.server.database.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;

/** The slow part of a first start, ahead of it: for container images and for the start-up cache. */
final class Unpack implements Command {

  private static final Option DATA = Option.required("data", "DIR");

  @Override
  public String name() {
    return "unpack";
  }

  @Override
  public String meaning() {
    return "Unpacks the embedded database's programs into a data directory, as the first start there would.";
  }

  @Override
  public List<Option> options() {
    return List.of(DATA);
  }

  @Override
  public int run(Given given, Terminal terminal) {
    EmbeddedPostgres.unpack(EmbeddedPostgres.Settings.of(Path.of(given.value(DATA).orElseThrow())));
    return DONE;
  }
}
