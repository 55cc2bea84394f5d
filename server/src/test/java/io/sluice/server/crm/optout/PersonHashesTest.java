package io.sluice.server.crm.optout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.SluiceServer;
import io.sluice.server.vault.KeyMissing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leads of a server that cannot hash persons would never be known to opt-outs. */
class PersonHashesTest {

  private static final String ANOTHER = "YW5vdGhlciBrZXksIHRoaXJ0eS10d28gYnl0ZXMgISE=";

  @Test
  void a_server_that_lacks_the_key_does_not_start_and_says_why() {
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      assertThatThrownBy(() -> server.twin(Map.of("SLUICE_SECRET_KEY", ANOTHER)).close())
          .hasRootCauseInstanceOf(KeyMissing.class).rootCause()
          .hasMessageContaining("SLUICE_SECRET_KEY").hasMessageContaining("secret.key below the data directory");
    }
  }

  @Test
  void a_server_that_is_started_on_a_restored_directory_without_its_key_says_so_each_time_and_makes_none(
      @TempDir Path restored) {
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> server.twin(
            Map.of("SLUICE_SECRET_KEY", "", "SLUICE_DATA_DIR", restored.toString())).close())
                .hasRootCauseInstanceOf(KeyMissing.class);
        assertThat(restored.resolve("secret.key")).doesNotExist();
      }
    }
  }

  @Test
  void persons_are_known_as_before_when_the_servers_key_has_changed() {
    Person ann = Person.of("ann@example.com", null, null);
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      Set<String> before = server.bean(PersonHashes.class).of(ann);
      String first = "c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=";
      try (SluiceServer changed = server.twin(Map.of("SLUICE_SECRET_KEY", ANOTHER + "," + first))) {
        assertThat(changed.bean(PersonHashes.class).of(ann)).isEqualTo(before);
      }
      try (SluiceServer changed = server.twin(Map.of("SLUICE_SECRET_KEY", ANOTHER))) {
        assertThat(changed.bean(PersonHashes.class).of(ann)).as("the old one is needed no more").isEqualTo(before);
      }
    }
  }
}
