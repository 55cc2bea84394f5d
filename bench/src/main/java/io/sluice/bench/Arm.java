package io.sluice.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.OptionalLong;

/** One of the things that are measured side by side. */
interface Arm {

  String name();

  /** What it does, for the report. */
  String meaning();

  /** Whose CPU and memory it takes beside the database's; empty for what the driver does by itself. */
  default OptionalLong server() {
    return OptionalLong.empty();
  }

  /** How many leads' worth of rows one answer stands for. */
  default int leadsPerAnswer() {
    return 1;
  }

  /** Whether it means the same with more than one connection. */
  default boolean isConcurrent() {
    return true;
  }

  /** Whether it sends anything to the recipient. */
  default boolean callsRecipient() {
    return false;
  }

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
