package io.sluice.server.crm.file;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** The account keeps as much in files as it may; what imports left goes after its time. */
public record FilesFull() implements Refusal {

  static final long MAX_BYTES_OF_ACCOUNT = 1L << 30;

  @Override
  public Problem problem() {
    return Problem.of(422, "validation_failed",
        "the account's files take up all of the " + (MAX_BYTES_OF_ACCOUNT >> 20) + " MB they may");
  }
}
