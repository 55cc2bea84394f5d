package io.sluice.server.database;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run may have left in a data directory: a server that outlived it, or a {@code postmaster.pid} whose
 * number now belongs to somebody else (after a container restart the numbers repeat). No process is ever signalled
 * unless its executable is one of our own {@code postgres} programs and it works in this very directory.
 */
final class LeftoverServer {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
  /** To be asked in the usual way, and then at once. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final PostgresBinaries binaries;
  private final Path cluster;
  private final Duration stopLimit;

  LeftoverServer(PostgresBinaries binaries, Path cluster) {
    this(binaries, cluster, STOP_LIMIT);
  }

  LeftoverServer(PostgresBinaries binaries, Path cluster, Duration stopLimit) {
    this.binaries = binaries;
    this.cluster = cluster;
    this.stopLimit = stopLimit;
  }

  /** The running server of this cluster, if there is one and it is ours. */
  Optional<PostmasterFile> running() throws IOException {
    return PostmasterFile.read(cluster).filter(file -> ProcessHandle.of(file.pid()).filter(this::isOurs).isPresent());
  }

  /** Must be called with the data directory's lock held. @throws DatabaseUnavailable when it cannot be cleared */
  void clear() throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(cluster);
    if (file.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> postmaster = ProcessHandle.of(file.get().pid()).filter(this::isOurs);
    if (postmaster.isPresent()) {
      LOG.warn("A database server of an earlier run (process {}) is still up: stopping it first", file.get().pid());
      signal("INT", postmaster.get());
    }
    // A server that was killed may leave sessions behind for a moment, and they still write.
    if (!haveEnded() && postmaster.isPresent()) {
      LOG.warn("It did not stop within {} s: stopping it at once, it recovers at its next start", stopLimit.toSeconds());
      signal("QUIT", postmaster.get());
    }
    if (!haveEnded()) {
      throw new DatabaseUnavailable("A database server of an earlier run (process " + file.get().pid()
          + ") on " + cluster + " did not stop: stop it by hand.");
    }
    Optional<ProcessHandle> namesake = ProcessHandle.of(file.get().pid()).filter(ProcessHandle::isAlive);
    if (namesake.isPresent() && Files.exists(PostmasterFile.in(cluster))) {
      refuseForeignServer(namesake.get());
      // PostgreSQL would refuse to start while any process has this number. When none has, the file stays: PostgreSQL
      // then checks the shared memory it names before it clears it away.
      LOG.warn("Removing a stale postmaster.pid that names the unrelated process {}", file.get().pid());
      Files.delete(PostmasterFile.in(cluster));
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return worksIn(process, cluster)
        && link(process, "exe").filter(exe -> exe.startsWith(binaries.root()) && isPostgres(exe)).isPresent();
  }

  private void refuseForeignServer(ProcessHandle process) {
    if (worksIn(process, cluster) && link(process, "exe").filter(LeftoverServer::isPostgres).isPresent()) {
      throw new DatabaseUnavailable("Another PostgreSQL server (process " + process.pid() + ") is running on " + cluster
          + ": stop it before starting Sluice.");
    }
  }

  private static boolean isPostgres(Path exe) {
    // The kernel marks a program whose file was replaced since it was started.
    String name = exe.getFileName().toString();
    return name.equals("postgres") || name.equals("postgres (deleted)");
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    return link(process, "cwd").filter(directory::equals).isPresent();
  }

  /** Empty for a process that is gone, or of a user whose processes we may not see: then it is none of ours. */
  private static Optional<Path> link(ProcessHandle process, String name) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * SIGINT asks PostgreSQL for what {@code pg_ctl -m fast} asks for, SIGQUIT for {@code -m immediate}. {@code pg_ctl}
   * itself refuses to run as root and reads the number from the file again, after our check.
   */
  private static void signal(String name, ProcessHandle process) throws IOException {
    new Command(List.of("/bin/sh", "-c", "kill -\"$1\" \"$2\"", "sh", name, Long.toString(process.pid())))
        .run("", Duration.ofSeconds(10));
  }

  /** Whether none of our processes is left, for which this waits. */
  private boolean haveEnded() {
    var ends = ProcessHandle.allProcesses().filter(this::isOurs).map(ProcessHandle::onExit)
        .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(stopLimit.toMillis(), MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("The start was interrupted.", e);
    }
  }
}
