package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How many leads to work among.
 *
 * @param home the project's directory
 * @param thousands of leads, growing
 * @param repeats of each operation; as many before them are not counted
 */
record GrowthOptions(Path home, List<Integer> thousands, int repeats) {

  static final String USAGE = """
      usage: bin/bench growth [--thousands N,N,…] [--repeats N]

      Fills a database with leads as the server left some, over ninety days, and measures what each operation on a lead
      takes among them: the pages the database touches, which nothing else on the machine changes, and the time. Otherwise among
      10, 1000 and 10000 thousand leads (the last takes about 45 GB and half an hour or more), each operation 1000 times. The
      table goes to the terminal and to bench/target/growth.json.
      """;

  static Words.Reading<GrowthOptions> read(Path home, List<String> words) {
    var given = new Words(words);
    var options = new GrowthOptions(home,
        given.numbers("--thousands", List.of(10, 1_000, 10_000), 1, 100_000).stream().sorted().toList(),
        given.number("--repeats", 1_000, 10, 100_000));
    return given.reading(options);
  }
}
