package io.sluice.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

  private static final VaultKey OLD = VaultKey.read(VaultKey.random()).orElseThrow();
  private static final VaultKey NEW = VaultKey.read(VaultKey.random()).orElseThrow();

  @TempDir
  private Path data = Path.of("");

  @Test
  void what_is_sealed_opens_for_its_owner_only() {
    Vault vault = vault(OLD);
    Sealed sealed = vault.seal("s3cret", "acme/1");
    assertThat(sealed.text()).doesNotContain("s3cret");
    assertThat(vault.open(sealed, "acme/1")).contains("s3cret");
    assertThat(vault.open(sealed, "globex/1")).isEmpty();
  }

  @Test
  void the_same_text_is_never_sealed_alike() {
    Vault vault = vault(OLD);
    assertThat(vault.seal("s3cret", "acme/1").text()).isNotEqualTo(vault.seal("s3cret", "acme/1").text());
  }

  @Test
  void a_changed_or_cut_text_does_not_open() {
    Vault vault = vault(OLD);
    String text = vault.seal("s3cret", "acme/1").text();
    String changed = (text.startsWith("A") ? "B" : "A") + text.substring(1);
    assertThat(vault.open(new Sealed(OLD.id(), changed), "acme/1")).isEmpty();
    assertThat(vault.open(new Sealed(OLD.id(), text.substring(0, 8)), "acme/1")).isEmpty();
    assertThat(vault.open(new Sealed(OLD.id(), "no base64!"), "acme/1")).isEmpty();
  }

  @Test
  void a_key_behind_the_first_still_opens_and_seals_no_more() {
    Sealed old = vault(OLD).seal("s3cret", "acme/1");
    Vault rotated = vault(NEW, OLD);
    assertThat(rotated.open(old, "acme/1")).contains("s3cret");
    assertThat(rotated.seal("s3cret", "acme/1").keyId()).isEqualTo(NEW.id());
    assertThat(vault(NEW).open(old, "acme/1")).isEmpty();
  }

  @Test
  void without_a_key_given_one_is_made_once_readable_by_its_owner_only() throws IOException {
    Sealed sealed = new Vault(new VaultKeys(List.of(), data)).seal("s3cret", "acme/1");
    Path file = data.resolve("secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(data).isDirectoryContaining(path -> path.equals(file));
    assertThat(Files.list(data)).hasSize(1);
    assertThat(new Vault(new VaultKeys(List.of(), data)).open(sealed, "acme/1")).contains("s3cret");
  }

  @Test
  void no_key_is_made_to_open_what_another_sealed() throws IOException {
    assertThat(new Vault(new VaultKeys(List.of(), data)).open(vault(OLD).seal("s3cret", "acme/1"), "acme/1")).isEmpty();
    assertThat(Files.list(data)).isEmpty();
  }

  @Test
  void a_key_file_that_holds_none_is_told_with_the_remedy() throws IOException {
    Files.writeString(data.resolve("secret.key"), "# nothing\n");
    assertThatThrownBy(() -> new Vault(new VaultKeys(List.of(), data)).keyId())
        .hasMessageContaining("secret.key").hasMessageContaining("SLUICE_SECRET_KEY");
    Files.writeString(data.resolve("secret.key"), "c2hvcnQ=\n");
    assertThatThrownBy(() -> new Vault(new VaultKeys(List.of(), data)).keyId()).hasRootCauseMessage(
        "line 1 is not the base64 of 32 bytes");
  }

  private Vault vault(VaultKey... keys) {
    return new Vault(new VaultKeys(List.of(keys), data));
  }
}
