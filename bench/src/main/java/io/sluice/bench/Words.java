package io.sluice.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words of a command line that are taken away as they are understood. */
final class Words {

  private final List<String> words;
  private final List<String> problems = new ArrayList<>();

  Words(List<String> words) {
    this.words = new ArrayList<>(words);
  }

  /** The options, or everything that is wrong with the words. */
  sealed interface Reading<T> {

    record Accepted<T>(T options) implements Reading<T> {}

    record Refused<T>(List<String> problems) implements Reading<T> {}
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

  <T> Reading<T> reading(T options) {
    words.forEach(word -> problems.add("there is no option " + word));
    return problems.isEmpty() ? new Reading.Accepted<>(options) : new Reading.Refused<>(List.copyOf(problems));
  }

  private static boolean isWithin(String text, int least, int most) {
    return text.matches("[0-9]{1,7}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
  }
}
