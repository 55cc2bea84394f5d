package io.sluice.server.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys this server has, the one that seals first; those behind it only open what they sealed. They are the
 * operator's, or lie in a file that the server makes when it first needs one.
 */
public final class VaultKeys {

  static final String FILE = "secret.key";

  private final List<VaultKey> given;
  private final Path file;
  private @Nullable List<VaultKey> read;

  /** @param given the operator's; empty: those of the file */
  public VaultKeys(List<VaultKey> given, Path dataDirectory) {
    this.given = List.copyOf(given);
    this.file = dataDirectory.resolve(FILE);
  }

  /** Those there are: what was sealed is not opened by a key made for it, which would only hide that its own is missing. */
  synchronized List<VaultKey> known() {
    return given.isEmpty() && read == null && !Files.exists(file) ? List.of() : all();
  }

  /** At least one. @throws KeyMissing if the file can neither be read nor made */
  synchronized List<VaultKey> all() {
    if (!given.isEmpty()) {
      return given;
    }
    List<VaultKey> known = read;
    if (known == null) {
      try {
        known = keys(make());
      } catch (IOException e) {
        throw new KeyMissing("Secrets need a key: " + file + " cannot be made or read. Set "
            + "SLUICE_SECRET_KEY, or let the server write below its data directory.", e);
      }
      read = known;
    }
    return known;
  }

  /** Written aside and linked, so that nobody ever reads half a key and no key replaces another. */
  private List<String> make() throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var onlyOurs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", onlyOurs);
      try {
        Files.writeString(fresh, "# The key that secrets in the database are sealed with. Lost, they are lost: "
            + "back it up.\n" + VaultKey.random() + "\n");
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          written.force(true);
        }
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException madeByAnother) {
        // Another server with the same data directory was quicker: its key is ours.
        return Files.readAllLines(file);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return Files.readAllLines(file);
  }

  private List<VaultKey> keys(List<String> lines) throws IOException {
    List<VaultKey> keys = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        keys.add(VaultKey.read(line).orElseThrow(() -> new IOException(
            "line " + (lines.indexOf(line) + 1) + " is not the base64 of " + VaultKey.BYTES + " bytes")));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("there is no key in it");
    }
    return keys;
  }
}
