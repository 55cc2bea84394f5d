package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How many events to read among.
 *
 * @param home the project's directory
 * @param thousands of events, growing
 * @param repeats of each read; the first is not counted
 */
record EventsOptions(Path home, List<Integer> thousands, int repeats) {

  static final String USAGE = """
      usage: bin/bench events [--thousands N,N,…] [--repeats N]

      Fills a database with events as flows leave them, over ninety days, and times every way they are read: lists, rules,
      statistics, metrics, lead search. Otherwise among 10, 1000 and 10000 thousand events (the last takes about 20 GB and
      an hour or more), each read 6 times. The table goes to the terminal and to bench/target/events.json, what the database
      did for each read to bench/target/events-plans-N.txt.
      """;

  static Words.Reading<EventsOptions> read(Path home, List<String> words) {
    var given = new Words(words);
    var options = new EventsOptions(home,
        given.numbers("--thousands", List.of(10, 1_000, 10_000), 1, 100_000).stream().sorted().toList(),
        given.number("--repeats", 6, 2, 100));
    return given.reading(options);
  }
}
