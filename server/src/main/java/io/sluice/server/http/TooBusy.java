package io.sluice.server.http;

/** Something bounded is in full use; told as 503 with {@code Retry-After}. */
public final class TooBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TooBusy(String what) {
    super(what, null, false, false);
  }
}
