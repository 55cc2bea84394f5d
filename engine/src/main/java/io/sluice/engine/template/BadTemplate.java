package io.sluice.engine.template;

/** A template, variable path or pattern that cannot be compiled. The message is a sentence for the flow's editor. */
public final class BadTemplate extends IllegalArgumentException {

  public BadTemplate(String message) {
    super(message);
  }

  BadTemplate(String message, Throwable cause) {
    super(message, cause);
  }
}
