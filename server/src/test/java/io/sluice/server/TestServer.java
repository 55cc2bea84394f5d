package io.sluice.server;

import io.sluice.server.cli.RunningServer;
import io.sluice.server.database.Database;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.settings.SluiceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The whole program on a free port of this machine, with a database of its own: for tests that speak HTTP to it. */
public final class TestServer implements AutoCloseable {

  private final RunningServer server;

  private TestServer(RunningServer server) {
    this.server = server;
  }

  /** @param variables further {@code SLUICE_} settings */
  public static TestServer start(Map<String, String> variables) {
    return start(TestDatabase.fresh(), variables);
  }

  /** On a database that may have been written before. */
  public static TestServer start(DatabaseAddress database, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>();
    all.put("SLUICE_PORT", "0");
    all.put("SLUICE_BASE_URL", "http://sluice.test");
    all.put("SLUICE_DATABASE_POOL_SIZE", "8");
    all.putAll(variables);
    if (!(SluiceSettings.read(all) instanceof SluiceSettings.Reading.Accepted(SluiceSettings settings))) {
      throw new IllegalArgumentException(SluiceSettings.read(all).toString());
    }
    EmbeddedPostgres.Settings unused = EmbeddedPostgres.Settings.of(Path.of("target"));
    return new TestServer(
        RunningServer.start(Sluice.class, settings, Database.open(Optional.of(database), unused)));
  }

  /** Without a slash at the end. */
  public URI url() {
    return server.url();
  }

  public <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  @Override
  public void close() {
    server.close();
  }
}
