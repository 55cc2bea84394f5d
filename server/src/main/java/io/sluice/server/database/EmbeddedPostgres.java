package io.sluice.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server that belongs to this process: started on a data directory, reached over loopback with a
 * password, and gone when this process is gone, however it went (docs/decisions/0021).
 */
public final class EmbeddedPostgres implements AutoCloseable {

  /** What a commit is worth. */
  public enum Durability {
    /** A commit has reached the disk. */
    DURABLE,
    /** A commit is lost with the power; for tests. */
    VOLATILE
  }

  /**
   * @param dataDirectory the database lives in {@code postgres/} below it; created when missing
   * @param binariesDirectory where the programs are unpacked; may be shared by several data directories
   * @param systemUser as whom to run the server when this process is root
   */
  public record Settings(
      Path dataDirectory, Path binariesDirectory, Optional<String> systemUser, Durability durability) {

    public static Settings of(Path dataDirectory) {
      return new Settings(
          dataDirectory, dataDirectory.resolve("postgres/programs"), Optional.empty(), Durability.DURABLE);
    }

    public Settings withBinariesDirectory(Path directory) {
      return new Settings(dataDirectory, directory, systemUser, durability);
    }

    public Settings withSystemUser(Optional<String> user) {
      return new Settings(dataDirectory, binariesDirectory, user, durability);
    }

    public Settings with(Durability newDurability) {
      return new Settings(dataDirectory, binariesDirectory, systemUser, newDurability);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int START_ATTEMPTS = 5;
  private static final int POLL_MS = 5;

  /**
   * Runs the server and waits for the end of its own input, the pipe from this process: it ends when this process
   * closes it or dies, even by kill -9, and then the server is asked for a fast shutdown (SIGINT). The wrapper itself
   * ignores what a terminal or a service manager sends to everybody: the application drains first, the database after.
   */
  private static final String SUPERVISOR = """
      trap '' INT TERM HUP
      exec 3<&0 0</dev/null
      "$@" 3<&- &
      server=$!
      ( read -r end <&3; [ "/proc/$server/exe" -ef "$1" ] && kill -INT "$server" ) &
      watcher=$!
      wait "$server"
      status=$?
      kill -KILL "$watcher" 2>/dev/null
      exit "$status"
      """;

  private final DataDirectoryLock lock;
  private final Process supervisor;
  private final DatabaseAddress address;
  private volatile boolean closing;

  private EmbeddedPostgres(DataDirectoryLock lock, Process supervisor, DatabaseAddress address) {
    this.lock = lock;
    this.supervisor = supervisor;
    this.address = address;
  }

  /**
   * Starts the server, making the database first where there is none; returns when it takes connections.
   *
   * @throws DatabaseUnavailable with one sentence for the operator
   */
  public static EmbeddedPostgres start(Settings settings) {
    try {
      DirectoryTree.createReadable(settings.dataDirectory());
      Path dataDirectory = settings.dataDirectory().toRealPath();
      DataDirectoryLock lock = DataDirectoryLock.take(dataDirectory);
      try {
        return start(settings, dataDirectory, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "The embedded database could not be started in " + settings.dataDirectory() + ": " + why(e) + ".", e);
    }
  }

  /** Unpacks the server's programs, as the first start would; for images that should start quickly. */
  public static void unpack(Settings settings) {
    try {
      PostgresBinaries.unpackedIn(settings.binariesDirectory());
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "The database's programs could not be unpacked in " + settings.binariesDirectory() + ": " + why(e) + ".", e);
    }
  }

  /** What the operator can do something about, in words; the names of exceptions are for us. */
  private static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          denied.getFile() + " may not be written by " + System.getProperty("user.name");
      case FileAlreadyExistsException taken -> taken.getFile() + " is not a directory";
      case NoSuchFileException missing -> missing.getFile() + " is not there and cannot be made";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The database of a server that another process runs on this data directory right now. */
  public static Optional<DatabaseAddress> running(Settings settings) {
    try {
      if (!Files.isDirectory(settings.dataDirectory().resolve("postgres"))) {
        return Optional.empty();
      }
      PostgresBinaries binaries = PostgresBinaries.unpackedIn(settings.binariesDirectory());
      PostgresCluster cluster = PostgresCluster.below(settings.dataDirectory().toRealPath(), binaries);
      Optional<PostmasterFile> server = new LeftoverServer(binaries, cluster.directory()).running();
      Optional<String> password = cluster.password();
      return server.filter(PostmasterFile::ready).flatMap(file -> password.map(word -> address(file.port(), word)));
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "The data directory " + settings.dataDirectory() + " cannot be read: " + e + ".", e);
    }
  }

  public DatabaseAddress address() {
    return address;
  }

  /** Completes with the exit code when the server has ended without being asked to. */
  public CompletableFuture<Integer> endedUnasked() {
    var ended = new CompletableFuture<Integer>();
    supervisor.onExit().thenAccept(process -> {
      if (!closing) {
        ended.complete(process.exitValue());
      }
    });
    return ended;
  }

  /** Ends every session, writes everything out, stops the server and frees the data directory. */
  @Override
  public void close() {
    closing = true;
    try {
      supervisor.getOutputStream().close();
      if (!supervisor.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The database has not stopped within {} s; it goes on stopping by itself", STOP_LIMIT.toSeconds());
      }
      lock.close();
    } catch (IOException e) {
      LOG.warn("The embedded database was not stopped cleanly; it will recover by itself at the next start", e);
    } catch (InterruptedException e) {
      // The pipe is closed, so the server stops by itself.
      Thread.currentThread().interrupt();
    }
  }

  private static EmbeddedPostgres start(Settings settings, Path dataDirectory, DataDirectoryLock lock)
      throws IOException {
    long begin = System.nanoTime();
    PostgresBinaries binaries = PostgresBinaries.unpackedIn(settings.binariesDirectory());
    PostgresCluster cluster = PostgresCluster.below(dataDirectory, binaries);
    ServerUser user = ServerUser.choose(settings.systemUser(), binaries.program("postgres"), cluster.home());
    if (cluster.isInitialised()) {
      new LeftoverServer(binaries, cluster.directory()).clear();
      cluster.giveTo(user);
    } else {
      cluster.initialise(binaries, user);
    }
    String password = cluster.password().orElseThrow(() -> new DatabaseUnavailable("The file "
        + cluster.home().resolve("password") + " is missing, and without it the database cannot be entered."));
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      Path log = cluster.home().resolve("server.log");
      Process supervisor = launch(settings, binaries, cluster, user, port, log);
      if (awaitReady(supervisor, cluster)) {
        LOG.info("PostgreSQL {} ready on port {} after {} ms", binaries.version(), port,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        return new EmbeddedPostgres(lock, supervisor, address(port, password));
      }
      String said = Files.readString(log).strip();
      // Between our finding a free port and the server's taking it, somebody else may have.
      if (attempt == START_ATTEMPTS || !said.contains("Address already in use")) {
        throw new DatabaseUnavailable(
            "The embedded database did not start (exit code " + supervisor.exitValue() + "); it said: " + said);
      }
    }
  }

  private static Process launch(
      Settings settings, PostgresBinaries binaries, PostgresCluster cluster, ServerUser user, int port, Path log)
      throws IOException {
    // A session of its own: Ctrl-C in a terminal must not stop the database before the application.
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(user.prefix());
    words.addAll(List.of("/bin/sh", "-c", SUPERVISOR, "sluice-database", binaries.program("postgres").toString()));
    words.addAll(List.of("-D", cluster.directory().toString()));
    for (String parameter : parameters(settings.durability(), port)) {
      words.addAll(List.of("-c", parameter));
    }
    ProcessBuilder builder = new Command(words).builder().redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new DatabaseUnavailable("The program setsid is missing: install the package util-linux.", e);
    }
  }

  private static List<String> parameters(Durability durability, int port) {
    String safe = durability == Durability.DURABLE ? "on" : "off";
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        // Clients come over TCP with a password; a socket file would need a short and private directory.
        "unix_socket_directories=",
        "fsync=" + safe,
        "synchronous_commit=" + safe,
        "full_page_writes=" + safe,
        // A server takes some thirty; the rest is for whoever looks on. Who measures may want more.
        "max_connections=" + Integer.getInteger("sluice.database.connections", 120),
        "shared_buffers=64MB",
        // A commit waits while a checkpoint drags to the disk what has piled up: fewer of them, and less that piles up.
        "max_wal_size=2GB",
        // A new piece of the log is filled with zeros while commits wait: enough old ones are kept to be used again.
        "min_wal_size=1GB",
        "backend_flush_after=1MB",
        // Containers often have 64 MB of /dev/shm, which parallel queries outgrow.
        "dynamic_shared_memory_type=mmap",
        "timezone=UTC",
        "log_timezone=UTC",
        // Refused statements are the application's to report; they would only fill this log.
        "log_min_messages=log",
        "log_checkpoints=off");
  }

  /** False when the server ended instead. */
  private static boolean awaitReady(Process supervisor, PostgresCluster cluster) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (!supervisor.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster.directory());
        if (file.isPresent() && file.get().ready() && isChild(file.get().pid(), supervisor)) {
          return true;
        }
        if (System.nanoTime() > deadline) {
          supervisor.getOutputStream().close();
          throw new DatabaseUnavailable("The embedded database was not ready within " + START_LIMIT.toMinutes()
              + " minutes; see " + cluster.home().resolve("server.log") + ".");
        }
      }
      return false;
    } catch (InterruptedException e) {
      supervisor.getOutputStream().close();
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("The start was interrupted.", e);
    }
  }

  /** The file of an earlier server stays until the new one has replaced it. */
  private static boolean isChild(long pid, Process supervisor) {
    Optional<ProcessHandle> parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
    return parent.filter(supervisor.toHandle()::equals).isPresent();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    }
  }

  private static DatabaseAddress address(int port, String password) {
    return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE,
        PostgresCluster.APPLICATION_USER, password);
  }
}
