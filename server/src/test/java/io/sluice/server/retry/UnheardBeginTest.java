package io.sluice.server.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.server.FakeRecipient;
import io.sluice.server.LossyWay;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.lead.LeadFlow;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A delivery that is tried again while the connection to the database breaks. */
class UnheardBeginTest {

  private static final Duration A_WHILE = Duration.ofSeconds(45);

  private final FakeRecipient crm = FakeRecipient.start();
  private LossyWay way;
  private SluiceServer server;
  private Party acme;

  @BeforeEach
  void start() throws Exception {
    way = LossyWay.to(TestDatabase.fresh());
    server = SluiceServer.with(way.settings());
    acme = server.open("Acme");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    way.close();
    crm.close();
  }

  @Test
  void a_try_that_was_not_made_because_its_beginning_was_not_heard_is_made_later() {
    crm.answersOnce(FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>"))
        .answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/"), "\"retry_enabled\":true").deploy();
    String lead = flow.submit("{\"email\":\"a@hooli.example\"}").is(201).at("lead.id");
    way.loseTheAnswerTo("SET began_at = ");
    hasten();
    await().atMost(A_WHILE).until(way::hasLost);
    await().atMost(A_WHILE).until(() -> {
      hasten();
      return server.db().sql("SELECT count(*) FROM retry").query(Long.class).single() == 0;
    });
    assertThat(flow.story(lead)).endsWith("retry success");
    assertThat(crm.received()).hasSize(2);
  }

  private void hasten() {
    server.db().sql("UPDATE retry SET next_at = now() WHERE node_id IS NULL").update();
  }
}
