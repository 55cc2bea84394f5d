package io.sluice.server.crm.imports;

import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets what stood in bad rows, as long after an import's end as its file is kept. What came of it stays known. */
@Component
final class ImportRetention implements Upkeep {

  private static final String KIND = "crm_import_retention";
  private static final Duration EVERY = Duration.ofHours(6);
  private static final int PORTION = 50;

  private final ImportStore store;
  private final BadRowStore badRows;
  private final FileSettings settings;
  private final TransactionTemplate transaction;
  private final Clock clock;

  ImportRetention(ImportStore store, BadRowStore badRows, FileSettings settings,
      PlatformTransactionManager transactions, Clock clock) {
    this.store = store;
    this.badRows = badRows;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
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
    Instant endedBefore = clock.instant().minus(settings.importRetention());
    List<ImportFile> ended = store.endedBefore(endedBefore, PORTION);
    while (!ended.isEmpty()) {
      for (ImportFile file : ended) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        transaction.executeWithoutResult(_ -> {
          badRows.delete(file.account(), file.code());
          store.forgetFile(file.account(), file.code());
        });
      }
      ended = store.endedBefore(endedBefore, PORTION);
    }
  }
}
