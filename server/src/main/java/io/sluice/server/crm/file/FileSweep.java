package io.sluice.server.crm.file;

import io.sluice.server.job.Upkeep;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deletes files whose time is over: replaced, never claimed, or of imports that ended long ago. */
@Component
final class FileSweep implements Upkeep {

  private static final String KIND = "crm_file_sweep";
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final int PORTION = 100;
  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

  private final StoredFiles files;

  FileSweep(StoredFiles files) {
    this.files = files;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    int gone = 0;
    int portion = PORTION;
    while (portion == PORTION) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      portion = files.sweep(PORTION);
      gone += portion;
    }
    LOG.debug("{} files were forgotten", gone);
  }
}
