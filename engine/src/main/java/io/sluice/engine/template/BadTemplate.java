package io.sluice.engine.template;

import java.util.List;

/** A template, variable path or pattern that cannot be compiled. The message says all that is wrong, for its editor. */
public final class BadTemplate extends IllegalArgumentException {

  public BadTemplate(String message) {
    super(message);
  }

  BadTemplate(List<String> problems) {
    this(String.join("; ", problems));
  }

  public BadTemplate(String message, Throwable cause) {
    super(message, cause);
  }
}
