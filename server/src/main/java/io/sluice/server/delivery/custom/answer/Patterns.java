package io.sluice.server.delivery.custom.answer;

import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.pattern.TextPattern;
import java.util.Locale;
import java.util.Optional;

/** Regular expressions from settings, on RE2: none can be made to run for long. One that is none matches nothing. */
final class Patterns {

  private static final Compiled<TextPattern> COMPILED = new Compiled<>(Patterns::compile);

  private Patterns() {}

  private static Optional<TextPattern> compile(String source) {
    try {
      return Optional.of(TextPattern.slashed(source));
    } catch (BadTemplate noPattern) {
      return Optional.empty(); // observed: it is as if it had not been found
    }
  }

  /** What the first group holds. */
  static Optional<String> capture(String pattern, String text) {
    return COMPILED.of(pattern.strip()).flatMap(compiled -> compiled.firstGroup(text));
  }

  /** In any letters' case: observed, both are made lower-case, the pattern too. */
  static boolean isFound(String pattern, String text) {
    return COMPILED.of(pattern.strip().toLowerCase(Locale.ROOT))
        .map(compiled -> compiled.matches(text.toLowerCase(Locale.ROOT)))
        .orElse(false);
  }
}
