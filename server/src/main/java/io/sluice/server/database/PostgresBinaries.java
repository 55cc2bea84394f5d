package io.sluice.server.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs ({@code postgres}, {@code initdb}) unpacked from the archive on the class path.
 *
 * @param root the directory that holds every unpacked version
 * @param directory the version in use, below {@code root}
 */
record PostgresBinaries(Path root, Path directory, String version) {

  private static final String COMPLETE = "COMPLETE";

  /** Unpacks once. A directory without its marker file, written last, is a leftover of an interrupted attempt. */
  static PostgresBinaries unpackedIn(Path root) throws IOException {
    String archive = archive();
    String version = packagedVersion();
    DirectoryTree.createReadable(root);
    Path real = root.toRealPath();
    Path directory = real.resolve(version);
    PostgresBinaries binaries = new PostgresBinaries(real, directory, version);
    if (Files.exists(directory.resolve(COMPLETE))) {
      return binaries;
    }
    Path unpacking = Files.createTempDirectory(real, version + ".");
    try {
      unpack(archive, unpacking);
      verify(unpacking);
      Files.createFile(unpacking.resolve(COMPLETE));
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      moveIntoPlace(unpacking, directory);
    } finally {
      DirectoryTree.delete(unpacking);
    }
    return binaries;
  }

  int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static void moveIntoPlace(Path unpacking, Path directory) throws IOException {
    try {
      Files.move(unpacking, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Two processes may share one root: the other one's copy is as good as ours, if it is whole.
      if (!Files.exists(directory.resolve(COMPLETE))) {
        throw e;
      }
    }
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (resource == null) {
        throw unavailable("the archive " + archive + " is missing from this build");
      }
      try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          unpack(tar, entry, target);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive names a path outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      DirectoryTree.createReadable(path);
      return;
    }
    DirectoryTree.createReadable(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    try {
      Files.copy(tar, path);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the archive names a path twice: " + entry.getName(), e);
    }
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** The archives are built for glibc: on another C library the file is there and still "does not exist". */
  private static void verify(Path unpacked) throws IOException {
    Command.Outcome outcome;
    try {
      Command command = new Command(List.of(unpacked.resolve("bin/postgres").toString(), "--version"));
      outcome = command.run("", Duration.ofSeconds(30));
    } catch (IOException e) {
      throw unavailable("its programs do not run here, which needs glibc 2.27 or newer (" + e.getMessage() + ")");
    }
    if (!outcome.succeeded()) {
      throw unavailable("its programs do not run here, which needs glibc 2.27 or newer (" + outcome.output() + ")");
    }
  }

  private static String archive() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (!"Linux".equals(system)) {
      throw unavailable("it is there for Linux only, and this is " + system);
    }
    return switch (processor) {
      case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
      case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
      default -> throw unavailable("it is there for x86-64 and arm64 only, and this is " + processor);
    };
  }

  private static String packagedVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      if (resource == null) {
        throw new IOException("binaries.properties is missing from this build");
      }
      properties.load(resource);
    }
    return properties.getProperty("version");
  }

  private static DatabaseUnavailable unavailable(String reason) {
    return new DatabaseUnavailable("The embedded database cannot be used: " + reason
        + "; set SLUICE_DATABASE_URL to a PostgreSQL server of your own (15 or newer).");
  }
}
