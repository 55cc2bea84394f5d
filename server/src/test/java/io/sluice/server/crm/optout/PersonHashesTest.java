package io.sluice.server.crm.optout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PersonHashesTest {

  @Test
  void a_server_that_lacks_the_key_says_so_in_one_sentence_once(CapturedOutput output) {
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      assertThat(server.bean(PersonHashes.class).ready()).isTrue();
      String another = "YW5vdGhlciBrZXksIHRoaXJ0eS10d28gYnl0ZXMgISE=";
      try (SluiceServer keyless = server.twin(Map.of("SLUICE_SECRET_KEY", another))) {
        assertThat(keyless.bean(PersonHashes.class).ready()).isFalse();
        assertThat(keyless.bean(PersonHashes.class).ready()).isFalse();
      }
    }
    assertThat(output.getAll().lines().filter(line -> line.contains("opt-outs do not know"))).singleElement().asString()
        .endsWith("the key of opt-outs was sealed with a key that this server does not have");
  }
}
