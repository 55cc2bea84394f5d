package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/** @param home the project's directory @param rounds restarts of every node */
record RollingOptions(Path home, int nodes, int rounds, int connections, int recipientDelayMs, int cap) {

  static final String USAGE = """
      usage: bin/bench rolling [--nodes N] [--rounds N] [--connections N] [--recipient-delay-ms N] [--cap N]

      Restarts several servers on one database one after the other under load, as a new version would be rolled out, and
      counts what was refused, lost, sold twice or sold above a cap. Otherwise 2 nodes, 2 rounds, 64 connections, a
      recipient that takes 20 ms, a cap of 1000. Ends with 0 only if nothing was.
      """;

  static Words.Reading<RollingOptions> read(Path home, List<String> words) {
    var given = new Words(words);
    var options = new RollingOptions(home,
        given.number("--nodes", 2, 2, 8),
        given.number("--rounds", 2, 1, 100),
        given.number("--connections", 64, 2, 512),
        given.number("--recipient-delay-ms", 20, 0, 60_000),
        given.number("--cap", 1_000, 1, 1_000_000));
    return given.reading(options);
  }
}
