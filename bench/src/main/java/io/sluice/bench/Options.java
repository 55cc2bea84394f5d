package io.sluice.bench;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure, and for how long.
 *
 * @param home the project's directory
 * @param seconds of one arm at one number of connections in one round, without its warm-up
 * @param camelConnections of the route's pool to the database
 * @param recipientDelaysMs how long the recipient takes for its answer, one after the other
 */
record Options(
    Path home, int rounds, int seconds, int warmUpSeconds, List<Integer> connections, List<Integer> recipientDelaysMs,
    int camelConnections) {

  static final String USAGE = """
      usage: bin/bench [--full] [--rounds N] [--seconds N] [--warm-up-seconds N] [--connections N,N,…]
                       [--recipient-delay-ms N,N,…] [--camel-connections N]

      Measures submit through two flows, one that only checks and keeps a lead and one that also delivers it over HTTP,
      against single-row INSERTs of as many bytes into the same PostgreSQL, against the same job as a plain Apache Camel
      route, and against that job in the least code that does it; then all of them with half as much to do as they can.
      Otherwise 3 rounds of 5 seconds after 1 of warm-up, at 1, 16 and 64 connections, with a recipient that answers at
      once; --full means 5 rounds, 1, 16, 64 and 256 connections, answers after 0, 50 and 200 ms; with
      --seconds 2 that takes about half an hour. Camel's pool has 16 connections to the database unless another number is
      said. The table goes to the terminal, and once more in Markdown, all figures to bench/target/bench.json.
      SLUICE_JAVA_OPTIONS reaches the server.
      """;

  private static final int AIMED_AT = 64;
  private static final int MAX_CONNECTIONS = 512;
  private static final int MAX_ROUNDS = 100;
  private static final int MAX_SECONDS = 600;
  private static final int MAX_DELAY_MS = 60_000;

  /** The most of the run that are not more than those which the aims are about. */
  int connectionsAtHalfLoad() {
    return connections.stream().filter(each -> each <= AIMED_AT).max(Integer::compare)
        .orElseGet(() -> Collections.min(connections));
  }

  /** With one connection something is measured in any case: what has no more. */
  List<Integer> connectionsAndOne() {
    return connections.contains(1) ? connections : Stream.concat(Stream.of(1), connections.stream()).toList();
  }

  static Words.Reading<Options> read(Path home, List<String> words) {
    var given = new Words(words);
    boolean full = given.flag("--full");
    var options = new Options(
        home,
        given.number("--rounds", full ? 5 : 3, 1, MAX_ROUNDS),
        given.number("--seconds", 5, 1, MAX_SECONDS),
        given.number("--warm-up-seconds", 1, 0, MAX_SECONDS),
        given.numbers("--connections", full ? List.of(1, 16, 64, 256) : List.of(1, 16, 64), 1, MAX_CONNECTIONS),
        given.numbers("--recipient-delay-ms", full ? List.of(0, 50, 200) : List.of(0), 0, MAX_DELAY_MS),
        given.number("--camel-connections", 16, 1, MAX_CONNECTIONS));
    return given.reading(options);
  }
}
