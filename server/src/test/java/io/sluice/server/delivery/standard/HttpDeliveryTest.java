package io.sluice.server.delivery.standard;

import static io.sluice.server.FakeRecipient.json;
import static io.sluice.server.FakeRecipient.never;
import static io.sluice.server.FakeRecipient.with;
import static io.sluice.server.FakeRecipient.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeRecipient;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.delivery.door.HostNames;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A delivery from the step's variables to the event, over the wire (exchange 3.5, 14.2). */
class HttpDeliveryTest {

  private static final AllowedTargets LOOPBACK = AllowedTargets.of(List.of("127.0.0.0/8"));

  private final FakeRecipient acme = FakeRecipient.start();
  private final OutboundDoor door =
      new OutboundDoor(
          LOOPBACK, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM, AnswersInHand.ofShare(), Clock.systemUTC());
  private final Integration module = new StandardOutbound(LOOPBACK);

  @AfterEach
  void close() {
    door.close();
    acme.close();
  }

  @Test
  void a_lead_is_delivered_and_the_answer_is_the_event() {
    acme.answers(json("{\"outcome\":\"success\",\"lead\":{\"id\":\"42\"},\"price\":4.5}"));
    var delivered = deliver(Map.of("url", acme.url("/submit"), "lead", Map.of("email", "ann@example.com")));

    assertThat(delivered.event())
        .isEqualTo(Map.of("outcome", "success", "lead", Map.of("id", "42"), "price", 4.5));
    var received = acme.awaitRequest(Duration.ofSeconds(5));
    assertThat(received.body()).isEqualTo("email=ann%40example.com&price=0");
    assertThat(received.headers()).containsEntry("Idempotency-Key", "initech-1");
    assertThat(delivered.transactions()).singleElement().satisfies(transaction -> {
      assertThat(transaction.request().body()).isEqualTo("email=ann%40example.com&price=0");
      assertThat(transaction.response().orElseThrow().status()).isEqualTo(200);
    });
  }

  @Test
  void a_rejection_in_xml_is_a_failure() {
    acme.answers(xml("<result><outcome>failure</outcome><reason>Duplicate</reason></result>"));
    assertThat(deliver(Map.of("url", acme.url("/"))).event())
        .isEqualTo(Map.of("outcome", "failure", "reason", "Duplicate"));
  }

  @Test
  void an_answer_of_the_wrong_type_is_an_error() {
    acme.answers(with(500, "text/html", "<h1>Oops</h1>"));
    assertThat(deliver(Map.of("url", acme.url("/"))).event()).isEqualTo(
        Map.of("outcome", "error", "reason", "Unsupported Content-Type specified in server response"));
  }

  @Test
  void a_timeout_is_an_error_with_the_request_on_record() {
    acme.answers(never());
    var delivered = deliver(Map.of("url", acme.url("/"), "timeout_seconds", 1));
    assertThat(delivered.event())
        .isEqualTo(Map.of("outcome", "error", "reason", "Timeout - no answer within 1 seconds"));
    assertThat(delivered.transactions()).singleElement()
        .satisfies(transaction -> assertThat(transaction.response()).isEmpty());
  }

  @Test
  void a_forbidden_address_is_an_error_even_if_nobody_validated() {
    assertThat(deliver(Map.of("url", "http://10.0.0.1/")).event())
        .isEqualTo(Map.of("outcome", "error", "reason", "URL must be public"));
  }

  @Test
  void variables_that_make_no_request_are_an_error() {
    assertThat(deliver(Map.of("url", acme.url("/"), "method", "PUT")).event())
        .isEqualTo(Map.of("outcome", "error", "reason", "There is nothing to send"));
  }

  @ParameterizedTest
  @CsvSource({"5,5000", "0,1000", "-3,1000", "361,360000", "1.5,1500", "soon,360000", "' 7 ',7000", "NaN,360000"})
  void a_mapped_timeout_is_clamped(String seconds, long expectedMs) {
    assertThat(new Delivery(Map.of("timeout_seconds", seconds), "key").timeout().toMillis()).isEqualTo(expectedMs);
  }

  @Test
  void without_a_timeout_it_is_the_longest() {
    assertThat(new Delivery(Map.of(), "key").timeout()).isEqualTo(Duration.ofSeconds(360));
  }

  @Test
  void two_modules_cannot_share_a_name() {
    assertThatThrownBy(() -> new Integrations(List.of(module, new StandardOutbound(LOOPBACK))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leadconduit-default.outbound");
    assertThat(new Integrations(List.of(module)).named("leadconduit-default.outbound")).contains(module);
  }

  private Delivered deliver(Map<String, Object> vars) {
    return module.deliver(new Delivery(vars, "initech-1"), door);
  }
}
