package io.sluice.server.crm.file;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.OutsideTransactions;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Files of accounts. Every file begins with an end: it goes after an hour unless somebody claims it, in the
 * transaction in which she writes down what it is for. So nothing is left over by whoever fails between storing and
 * using, and storing happens in no transaction.
 */
public final class StoredFiles {

  private static final Duration UNCLAIMED = Duration.ofHours(1);
  private static final String MOVING = "moving the content of a file";

  private final StoredFileStore store;
  private final List<FileStorage> storages;
  private final Clock clock;

  /** @param storages the first takes what is new */
  StoredFiles(StoredFileStore store, List<FileStorage> storages, Clock clock) {
    this.store = store;
    this.storages = storages;
    this.clock = clock;
  }

  /** Outside any transaction: contents may lie on another machine. Answers the file's id. */
  public Result<String, FilesFull> keep(AccountId account, FileKind kind, String mediaType, byte[] content) {
    OutsideTransactions.only(MOVING);
    if (content.length > kind.maxBytes()) {
      throw new IllegalArgumentException(
          "a file of kind " + kind.word() + " has at most " + kind.maxBytes() + " bytes");
    }
    if (store.bytes(account) + content.length > FilesFull.MAX_BYTES_OF_ACCOUNT) {
      return Result.refused(new FilesFull());
    }
    FileStorage storage = storages.getFirst();
    Instant now = clock.instant();
    StoredFile file = new StoredFile(Secrets.random(), kind, mediaType, content.length, storage.word());
    store.insert(account, file, now.plus(UNCLAIMED), now);
    storage.put(account, file, content);
    return Result.done(file.id());
  }

  /** Keeps the file for good; within the caller's transaction. */
  public void claim(AccountId account, String id) {
    store.claim(account, id);
  }

  /** Lets the file go at that time; within the caller's transaction. */
  public void release(AccountId account, String id, Instant at) {
    store.release(account, id, at);
  }

  public Optional<StoredFile> find(AccountId account, String id) {
    return store.find(account, id);
  }

  /** Outside any transaction. Empty: somebody took it out of the storage behind our back. */
  public Optional<byte[]> content(AccountId account, StoredFile file) {
    OutsideTransactions.only(MOVING);
    return storageOf(file).get(account, file);
  }

  /** Deletes files whose time is over; how many of these are gone now. */
  int sweep(int limit) {
    OutsideTransactions.only(MOVING);
    int gone = 0;
    for (StoredFileStore.Expired expired : store.expired(clock.instant(), limit)) {
      storageOf(expired.file()).delete(expired.account(), expired.file());
      store.delete(expired.account(), expired.file().id());
      gone++;
    }
    return gone;
  }

  private FileStorage storageOf(StoredFile file) {
    return storages.stream().filter(storage -> storage.word().equals(file.storage())).findFirst()
        .orElseThrow(() -> new DataAccessResourceFailureException(
            "file " + file.id() + " lies in a " + file.storage() + " that is not set (SLUICE_FILES_BUCKET)"));
  }
}
