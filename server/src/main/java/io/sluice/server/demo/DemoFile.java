package io.sluice.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code <data>/demo.json}: where the demonstration is and how to act as each of its cast. It holds passwords and keys,
 * so only its owner may read it.
 */
public record DemoFile(URI baseUrl, URI inboxUrl, Map<String, Member> accounts) {

  private static final String NAME = "demo.json";
  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  /** One of the cast, by its admin. {@code user.id} is the CRM's number, {@code user.oid} the exchange's id. */
  public record Member(String accountId, long companyId, String apiKey, User user) {}

  public record User(long id, String oid, String email, String password) {}

  public static Optional<DemoFile> read(Path dataDirectory) {
    Path file = dataDirectory.resolve(NAME);
    return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), DemoFile.class)) : Optional.empty();
  }

  void write(Path dataDirectory) {
    Path file = dataDirectory.resolve(NAME);
    Path draft = dataDirectory.resolve(NAME + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft);
      if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(draft,
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      }
      Files.writeString(draft, JSON.writeValueAsString(this) + "\n");
      Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("could not write " + file, e);
    }
  }
}
