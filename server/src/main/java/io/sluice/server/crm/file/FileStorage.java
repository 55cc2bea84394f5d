package io.sluice.server.crm.file;

import io.sluice.server.kernel.AccountId;
import java.util.Optional;

/**
 * Where contents lie. One that cannot be reached throws a
 * {@link org.springframework.dao.DataAccessResourceFailureException}, which is answered 503 and makes jobs wait.
 */
interface FileStorage {

  /** Kept with each file, so that files are found where they were put whatever is set today. */
  String word();

  /** Of at most {@link FileKind#maxBytes}; put twice, it is there once. */
  void put(AccountId account, StoredFile file, byte[] content);

  Optional<byte[]> get(AccountId account, StoredFile file);

  /** Nothing happens where nothing is. */
  void delete(AccountId account, StoredFile file);
}
