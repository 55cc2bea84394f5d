package io.sluice.server.feedback;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What feedback can be about (exchange 13). */
public enum FeedbackKind {
  RETURN, CONVERSION;

  /** Empty for a word that is none of the contract's. */
  public static Optional<FeedbackKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** The contract's word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
