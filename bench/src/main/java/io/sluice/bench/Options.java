package io.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, and for how long.
 *
 * @param home the project's directory
 * @param seconds of one arm at one number of connections in one round, without its warm-up
 * @param recipientDelaysMs how long the recipient takes for its answer, one after the other
 */
record Options(
    Path home, int rounds, int seconds, int warmUpSeconds, List<Integer> connections, List<Integer> recipientDelaysMs) {

  static final String USAGE = """
      usage: bin/bench [--full] [--rounds N] [--seconds N] [--warm-up-seconds N] [--connections N,N,…]
                       [--recipient-delay-ms N,N,…]

      Measures submit through two flows, one that only checks and keeps a lead and one that also delivers it over HTTP,
      against single-row INSERTs of as many bytes into the same PostgreSQL and against the same job as a plain Apache
      Camel route. Otherwise 3 rounds of 5 seconds after 1 of warm-up, at 1, 16 and 64 connections, with a recipient that
      answers at once; --full means 5 rounds, 1, 16, 64 and 256 connections, answers after 0, 50 and 200 ms.
      The table goes to the terminal, all figures to bench/target/bench.json. SLUICE_JAVA_OPTIONS reaches the server.
      """;

  private static final int MAX_CONNECTIONS = 512;
  private static final int MAX_ROUNDS = 100;
  private static final int MAX_SECONDS = 600;
  private static final int MAX_DELAY_MS = 60_000;

  /** The options, or everything that is wrong with the words. */
  sealed interface Reading {

    record Accepted(Options options) implements Reading {}

    record Refused(List<String> problems) implements Reading {}
  }

  /** @param words the first is the project's directory, which {@code bin/bench} says */
  static Reading read(List<String> words) {
    var given = new Given(words.subList(1, words.size()));
    boolean full = given.flag("--full");
    var options = new Options(
        Path.of(words.getFirst()),
        given.number("--rounds", full ? 5 : 3, 1, MAX_ROUNDS),
        given.number("--seconds", 5, 1, MAX_SECONDS),
        given.number("--warm-up-seconds", 1, 0, MAX_SECONDS),
        given.numbers("--connections", full ? List.of(1, 16, 64, 256) : List.of(1, 16, 64), 1, MAX_CONNECTIONS),
        given.numbers("--recipient-delay-ms", full ? List.of(0, 50, 200) : List.of(0), 0, MAX_DELAY_MS));
    List<String> problems = given.problems();
    return problems.isEmpty() ? new Reading.Accepted(options) : new Reading.Refused(problems);
  }

  /** Words that are taken away as they are understood. */
  private static final class Given {

    private final List<String> words;
    private final List<String> problems = new ArrayList<>();

    Given(List<String> words) {
      this.words = new ArrayList<>(words);
    }

    boolean flag(String name) {
      return words.remove(name);
    }

    int number(String name, int otherwise, int least, int most) {
      return numbers(name, List.of(otherwise), least, most).getFirst();
    }

    List<Integer> numbers(String name, List<Integer> otherwise, int least, int most) {
      int at = words.indexOf(name);
      if (at < 0) {
        return otherwise;
      }
      words.remove(at);
      String value = at < words.size() ? words.remove(at) : "";
      List<String> parts = Arrays.asList(value.split(",", -1));
      if (!parts.stream().allMatch(part -> isWithin(part, least, most))) {
        problems.add(name + " takes a number from " + least + " to " + most + ", not \"" + value + "\"");
        return otherwise;
      }
      return parts.stream().map(Integer::valueOf).toList();
    }

    private static boolean isWithin(String text, int least, int most) {
      return text.matches("[0-9]{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
    }

    List<String> problems() {
      words.forEach(word -> problems.add("there is no option " + word));
      return problems;
    }
  }
}
