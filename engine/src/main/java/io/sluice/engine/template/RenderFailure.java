package io.sluice.engine.template;

/** A template that was compiled, but has no result for one lead's variables. Each caller decides what that means. */
public final class RenderFailure extends RuntimeException {

  public RenderFailure(String message) {
    super(message);
  }

  public RenderFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
