package io.sluice.server.crm.imports.sheet;

/** The file is not what it should be, which may show only at its last row. Its message is for whoever sent it. */
public final class UnreadableSheet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSheet(String sentence) {
    super(sentence, null, false, false);
  }
}
