package io.sluice.engine.type;

import java.util.List;
import java.util.stream.Stream;

/** The groups from which the operators of a type are put together (exchange 9.3). */
enum Operators {
  TRUTH("is true", "is not true", "is false", "is not false"),
  EQUAL("is equal to", "is not equal to"),
  COMPARED("is less than", "is less than or equal to", "is greater than", "is greater than or equal to"),
  BLANK("is blank", "is not blank"),
  OBSCENE("is obscene", "is not obscene"),
  FORMAT("format is valid", "format is invalid"),
  INCLUDES("includes", "does not include"),
  INCLUDED("is included in", "is not included in"),
  PATTERN("matches pattern", "does not match pattern"),
  BETWEEN("is between", "is not between");

  private final List<String> words;

  Operators(String... words) {
    this.words = List.of(words);
  }

  static List<String> of(Operators... groups) {
    return Stream.of(groups).flatMap(group -> group.words.stream()).toList();
  }
}
