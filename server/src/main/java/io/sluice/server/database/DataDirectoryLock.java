package io.sluice.server.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One process at a time owns a data directory. The operating system drops the lock when its holder dies. */
final class DataDirectoryLock implements AutoCloseable {

  // Closing a second channel on a locked file would drop the first one's lock (POSIX), so a second attempt of this
  // process must be turned away before it opens the file.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DataDirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** @throws DatabaseUnavailable when another process, or this one, already holds the directory */
  static DataDirectoryLock take(Path directory) throws IOException {
    if (!HELD_BY_THIS_PROCESS.add(directory)) {
      throw alreadyUsed(directory, Long.toString(ProcessHandle.current().pid()));
    }
    Path file = directory.resolve("sluice.lock");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw alreadyUsed(directory, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DataDirectoryLock(directory, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD_BY_THIS_PROCESS.remove(directory);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_BY_THIS_PROCESS.remove(directory);
  }

  private static DatabaseUnavailable alreadyUsed(Path directory, String holder) {
    return new DatabaseUnavailable(
        "The data directory " + directory + " is already used by another Sluice (process " + holder
            + "): stop that one first, or choose another directory with SLUICE_DATA_DIR or --data.");
  }
}
