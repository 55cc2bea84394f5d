package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How often to kill, and under how much load.
 *
 * @param home the project's directory
 * @param seconds the longest time between two kills
 * @param cap on the successes of one of the two flows, for the whole run
 */
record KillOptions(Path home, int rounds, int seconds, int connections, int recipientDelayMs, int cap) {

  static final String USAGE = """
      usage: bin/bench kill [--rounds N] [--seconds N] [--connections N] [--recipient-delay-ms N] [--cap N]

      Kills the server, a process of its database and its whole database in turns, with -9 at random moments under load,
      starts again what ended, and counts in the end what was lost, sold twice or sold above a cap. Otherwise 50 rounds of
      at most 10 seconds, 16 connections, a recipient that takes 20 ms, a cap of 1000. Ends with 0 only if nothing was, and
      only if every round answered somebody, requests were under way at the kills and the cap was reached.
      """;

  static Words.Reading<KillOptions> read(Path home, List<String> words) {
    var given = new Words(words);
    var options = new KillOptions(home,
        given.number("--rounds", 50, 1, 1_000),
        given.number("--seconds", 10, 1, 600),
        given.number("--connections", 16, 2, 512),
        given.number("--recipient-delay-ms", 20, 0, 60_000),
        given.number("--cap", 1_000, 1, 1_000_000));
    return given.reading(options);
  }
}
