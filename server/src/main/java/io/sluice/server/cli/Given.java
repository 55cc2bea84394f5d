package io.sluice.server.cli;

import io.sluice.server.settings.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that were given with a command. */
record Given(Map<String, String> values) {

  /** Options, or everything that is wrong with the words. */
  sealed interface Reading {

    record Accepted(Given given) implements Reading {}

    record Refused(List<String> problems) implements Reading {}
  }

  static Reading read(Command command, List<String> words) {
    Map<String, String> values = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String[] parts = words.get(i).split("=", 2);
      Optional<Option> option = command.options().stream().filter(o -> ("--" + o.name()).equals(parts[0])).findFirst();
      if (option.isEmpty()) {
        problems.add(unknown(command, parts[0]));
        if (parts[0].startsWith("--") && i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
          i++; // the value of what is not understood
        }
      } else if (option.get().value().isEmpty()) {
        values.put(option.get().name(), "");
      } else if (parts.length == 2) {
        values.put(option.get().name(), parts[1]);
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
        values.put(option.get().name(), words.get(++i));
      } else {
        problems.add(parts[0] + " needs a value: " + option.get().usage());
      }
    }
    for (Option option : command.options()) {
      if (option.required() && !values.containsKey(option.name()) && !words.contains("--" + option.name())) {
        problems.add("--" + option.name() + " is missing");
      }
    }
    return problems.isEmpty() ? new Reading.Accepted(new Given(values)) : new Reading.Refused(problems);
  }

  boolean has(Option option) {
    return values.containsKey(option.name());
  }

  Optional<String> value(Option option) {
    return Optional.ofNullable(values.get(option.name()));
  }

  /** The environment as if the options that stand for settings had been set in it. */
  Map<String, String> over(Map<String, String> environment, Command command) {
    Map<String, String> all = new HashMap<>(environment);
    for (Option option : command.options()) {
      if (!option.setting().isEmpty()) {
        value(option).ifPresent(value -> all.put(option.setting(), value));
      }
    }
    return all;
  }

  private static String unknown(Command command, String word) {
    List<String> names = command.options().stream().map(option -> "--" + option.name()).toList();
    String hint = names.isEmpty() || !word.startsWith("-") ? "" : " (did you mean " + NearestName.to(word, names) + "?)";
    return command.name() + " does not understand " + word + hint;
  }
}
