package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How many leads to read among.
 *
 * @param home the project's directory
 * @param thousands of leads of one company
 * @param created so many more are made through the API, among those
 * @param repeats of each read; the first is not counted
 */
record CrmOptions(Path home, int thousands, int created, int repeats) {

  static final String USAGE = """
      usage: bin/bench crm [--thousands N] [--created N] [--repeats N]

      Gives one company 1000 thousand leads of a year, with sources, campaigns, territories, cycles and forty agents, times
      every way they are listed, searched and counted, over HTTP and at the database, and makes 5000 more over HTTP with 16
      connections and 20000 from a file. Each read 6 times. The table goes to the terminal and to bench/target/crm.json, what the database did for
      each read to bench/target/crm-plans.txt.
      """;

  static Words.Reading<CrmOptions> read(Path home, List<String> words) {
    var given = new Words(words);
    var options = new CrmOptions(home, given.number("--thousands", 1_000, 1, 100_000),
        given.number("--created", 5_000, 1, 1_000_000), given.number("--repeats", 6, 2, 100));
    return given.reading(options);
  }
}
