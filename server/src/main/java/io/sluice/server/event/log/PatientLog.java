package io.sluice.server.event.log;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Writes what must not be lost because calls were made already: for as long as it takes, or until the node ends. */
@Component
public final class PatientLog {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final EventLog log;

  PatientLog(EventLog log) {
    this.log = log;
  }

  /**
   * @return whether it was this node's to write. An entry that was written although nobody could tell is not written
   *     again: what it ended is gone
   * @throws InterruptedException when the node ends first; whoever takes over what it had in hand ends it
   */
  public boolean append(Entry entry) throws InterruptedException {
    while (true) {
      switch (log.append(entry)) {
        case STORED -> {
          return true;
        }
        case TAKEN_OVER -> {
          return false;
        }
        case REPEATED -> throw new IllegalStateException("only leads have keys");
        case BUSY, UNAVAILABLE -> Thread.sleep(PAUSE);
      }
    }
  }
}
