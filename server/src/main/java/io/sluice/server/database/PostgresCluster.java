package io.sluice.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's files: {@code postgres/<major>} below the data directory, and beside it the password to enter it.
 *
 * @param home {@code postgres/} below the data directory
 * @param directory the files of this major version
 */
record PostgresCluster(Path home, Path directory) {

  static final String DATABASE = "sluice";
  static final String APPLICATION_USER = "sluice";
  private static final String SUPERUSER = "sluice_admin";
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final Duration INITIALISE_LIMIT = Duration.ofMinutes(5);
  private static final int PASSWORD_BYTES = 24;

  static PostgresCluster below(Path dataDirectory, PostgresBinaries binaries) throws IOException {
    Path home = dataDirectory.resolve("postgres");
    DirectoryTree.createReadable(home);
    PostgresCluster cluster = new PostgresCluster(home, home.resolve(Integer.toString(binaries.major())));
    cluster.refuseOtherMajor(binaries.major());
    return cluster;
  }

  boolean isInitialised() {
    return Files.exists(directory);
  }

  /** An empty new database beside the old data would look like the data were gone. */
  private void refuseOtherMajor(int major) throws IOException {
    if (isInitialised()) {
      return;
    }
    try (var entries = Files.newDirectoryStream(home, "[0-9][0-9]")) {
      for (Path other : entries) {
        throw new DatabaseUnavailable("The data directory holds a PostgreSQL " + other.getFileName() + " database ("
            + other + ") and this Sluice brings PostgreSQL " + major
            + ": run the Sluice version that wrote it, or move its data first.");
      }
    }
  }

  /**
   * Makes a new cluster aside and renames it into place, so that there is never half a one: collation C (the order of
   * text must not change with the operating system's libraries), UTF-8, passwords for everybody, and a database owned
   * by an ordinary role, as on anybody's own server.
   */
  void initialise(PostgresBinaries binaries, ServerUser user) throws IOException {
    LOG.info("Making a new database in {}", directory);
    String password = password().orElseGet(PostgresCluster::newPassword);
    writePassword(password);
    Path aside = home.resolve(directory.getFileName() + ".new");
    DirectoryTree.delete(aside);
    Files.createDirectory(aside);
    Path passwordFile = aside.resolve("password");
    writePrivately(passwordFile, password);
    DirectoryTree.changeOwner(aside, user.uid(), user.gid());
    Path made = aside.resolve("cluster");
    run(user, "", List.of(binaries.program("initdb").toString(), "--pgdata=" + made, "--username=" + SUPERUSER,
        "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"));
    String statements = """
        CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s';
        CREATE DATABASE %s OWNER %s;
        """.formatted(APPLICATION_USER, password, DATABASE, APPLICATION_USER);
    run(user, statements, List.of(binaries.program("postgres").toString(), "--single", "-D", made.toString(),
        "-c", "exit_on_error=on", "-c", "dynamic_shared_memory_type=mmap", "postgres"));
    Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
    DirectoryTree.sync(home);
    DirectoryTree.delete(aside);
  }

  /** PostgreSQL insists that the server's user owns the files; root can see to that, nobody else can. */
  void giveTo(ServerUser user) throws IOException {
    int owner = DirectoryTree.owner(directory);
    if (owner == user.uid()) {
      return;
    }
    if (user instanceof ServerUser.Ourselves) {
      throw new DatabaseUnavailable("The database in " + directory + " belongs to the user with number " + owner
          + " and Sluice runs as number " + user.uid() + ": run it as that user, or give the directory to this one"
          + " with chown -R.");
    }
    DirectoryTree.changeOwner(directory, user.uid(), user.gid());
  }

  /** Empty when none was ever written. */
  Optional<String> password() throws IOException {
    Path file = home.resolve("password");
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  private void writePassword(String password) throws IOException {
    Path file = home.resolve("password");
    if (!Files.exists(file)) {
      Path whole = home.resolve("password.new");
      Files.deleteIfExists(whole);
      writePrivately(whole, password);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.US_ASCII.encode(text + "\n"));
      channel.force(true);
    }
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void run(ServerUser user, String input, List<String> words) throws IOException {
    Command.Outcome outcome = user.command(words).run(input, INITIALISE_LIMIT);
    if (!outcome.succeeded()) {
      throw new DatabaseUnavailable("A new database could not be made: " + words.getFirst() + " ended with exit code "
          + outcome.exitCode() + " and said: " + outcome.output());
    }
  }
}
