package io.sluice.server.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import io.sluice.server.kernel.EmailAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a password must be (decision 0110): long, and nothing that is tried first. How many guesses it takes is estimated
 * by zxcvbn from its lists of common passwords, names and words, and from what is known of its owner.
 */
final class PasswordRules {

  private static final int MIN_CHARS = 10;
  static final int MAX_CHARS = 200; // a longer one only buys time on our processors
  /** More than a million guesses, in zxcvbn's steps from 0 to 4. */
  private static final int MIN_SCORE = 2;
  /** The estimate takes the cube of the length; what is strong in its first characters is strong. */
  private static final int ESTIMATED_CHARS = 64;

  private PasswordRules() {}

  /** Its lists are read when first needed. */
  private static final class Estimate {
    static final Zxcvbn OF_GUESSES = new Zxcvbn();
  }

  /** A sentence to be read after the field's name. */
  static Optional<String> problemOf(String password, EmailAddress email, String firstName, String lastName) {
    if (password.length() < MIN_CHARS || password.length() > MAX_CHARS) {
      return Optional.of("must have " + MIN_CHARS + " to " + MAX_CHARS + " characters");
    }
    String start = password.substring(0, Math.min(password.length(), ESTIMATED_CHARS));
    String mailbox = email.value().substring(0, email.value().indexOf('@'));
    int score = Estimate.OF_GUESSES.measure(start, List.of(email.value(), mailbox, firstName, lastName)).getScore();
    return score < MIN_SCORE ? Optional.of("is among those that are guessed first") : Optional.empty();
  }
}
