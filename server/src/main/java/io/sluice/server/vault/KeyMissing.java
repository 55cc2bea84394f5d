package io.sluice.server.vault;

/** What the server cannot do without was sealed with a key it does not have. The message is one sentence for the operator. */
public final class KeyMissing extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public KeyMissing(String sentence) {
    super(sentence);
  }

  KeyMissing(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
