package io.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.webhook.endpoint.SigningSecret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigningTest {

  /** The vector that the specification's own libraries are tested with. */
  @Test
  void a_message_is_signed_as_the_standard_webhooks_specification_says() {
    var secret = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330), "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertThat(secret).asString().doesNotContain("MfKQ9r8");
  }
}
