package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lead's journey to recipients that do not do their part (decision 0104). */
class SilentRecipientTest {

  private static final int IN_A_ROW = 20;

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_recipient_that_never_answers_is_left_alone_and_the_event_says_so() {
    try (var silent = FakeRecipient.start().answers(FakeRecipient.hangUp()); var good = FakeRecipient.start()) {
      LeadFlow.Deployed lost = LeadFlow.of(acme).delivery(silent.url("/leads"), "").deploy();
      for (int i = 0; i < IN_A_ROW; i++) {
        lost.submit("{}").is(201);
      }
      String lead = lost.submit("{}").is(201).at("lead.id");

      assertThat(silent.received()).hasSize(IN_A_ROW);
      assertThat(lost.history(lead)).anySatisfy(event -> {
        assertThat(event.get("outcome").asString()).isEqualTo("error");
        assertThat(event.get("reason").asString()).isEqualTo(
            "127.0.0.1:" + silent.port() + " did not answer 20 times in a row and is left alone for a moment");
      });
      assertThat(LeadFlow.of(acme).delivery(good.url("/leads"), "").deploy().submit("{}").is(201).at("outcome"))
          .isEqualTo("success");
    }
  }

  @Test
  void while_one_recipient_hangs_leads_for_another_are_sold() throws Exception {
    List<Thread> senders = new ArrayList<>();
    try (var hanging = FakeRecipient.start().answers(FakeRecipient.never()); var good = FakeRecipient.start()) {
      LeadFlow.Deployed stuck = LeadFlow.of(acme).delivery(hanging.url("/leads"), "").deploy();
      LeadFlow.Deployed quick = LeadFlow.of(acme).delivery(good.url("/leads"), "").deploy();
      for (int i = 0; i < 10; i++) {
        senders.add(Thread.ofVirtual().start(() -> stuck.submit("{}")));
      }
      for (int i = 0; i < 10; i++) {
        hanging.awaitRequest(Duration.ofSeconds(60));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(quick.submit("{}").is(201).at("outcome")).isEqualTo("success");
      }
      assertThat(good.received()).hasSize(20);
      assertThat(senders).as("which still wait for an answer").allMatch(Thread::isAlive);
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }
}
