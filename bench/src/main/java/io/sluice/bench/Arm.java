package io.sluice.bench;

import java.io.IOException;
import java.sql.SQLException;

/** One of the things that are measured side by side. */
interface Arm {

  String name();

  /** What it does, for the report. */
  String meaning();

  /** For one thread. */
  Sender open() throws Exception;

  /** What came of one attempt. */
  enum Answer {
    /** As it should be. */
    TAKEN,
    /** Answered, with a lead that was kept, but not as it should be. */
    KEPT,
    /** Answered with a refusal: nothing is kept. */
    REFUSED
  }

  interface Sender extends AutoCloseable {

    /** @throws Exception when there was no answer: nobody knows what came of it */
    Answer send() throws Exception;

    @Override
    void close() throws IOException, SQLException;
  }
}
