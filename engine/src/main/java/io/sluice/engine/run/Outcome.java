package io.sluice.engine.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a submission (exchange 3.3). */
public enum Outcome {
  SUCCESS,
  FAILURE,
  ERROR;

  /** The contract's word, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for any other word; case and blanks around it do not matter. */
  public static Optional<Outcome> ofWord(String word) {
    return Arrays.stream(values()).filter(outcome -> outcome.word().equalsIgnoreCase(word.trim())).findFirst();
  }
}
