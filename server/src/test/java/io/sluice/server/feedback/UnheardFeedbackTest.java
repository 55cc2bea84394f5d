package io.sluice.server.feedback;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.LossyWay;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.LeadFlow;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feedback that is ended while the connection to the database breaks. */
class UnheardFeedbackTest {

  private static final int LIVES_BEFORE_IT_IS_DROPPED = 20;

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
  void feedback_whose_database_goes_away_again_and_again_is_ended_when_it_can_be() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).delivery(crm.url("/"),
        "\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-standard.inbound.feedback\"}}").deploy();
    String lead = flow.submit("{\"email\":\"a@hooli.example\"}").is(201).at("lead.id");
    AccountId account = AccountId.of(acme.accountId());
    EventId delivery = EventId.of(server.db().sql("SELECT id FROM event WHERE type = 'recipient'")
        .query(String.class).single());
    Instant now = Instant.now();
    way.loseTheAnswerTo("SELECT * FROM event WHERE account_id");
    server.bean(FeedbackStore.class).open(account, new OpenFeedback(account, EventId.next(now), delivery,
        EventId.next(now), EventId.next(now), server.bean(NodeLife.class).id(), LIVES_BEFORE_IT_IS_DROPPED - 2, 0,
        FeedbackRequest.within(delivery, Map.of("type", "return"), "key", now)));
    for (int time = 1; time <= 3; time++) {
      await("the connection to break", way::hasLost);
      if (time < 3) {
        way.loseTheAnswerTo("SELECT * FROM event WHERE account_id");
      }
    }
    await("its end", () -> server.db().sql("SELECT count(*) FROM open_feedback").query(Long.class).single() == 0);
    assertThat(flow.story(lead)).contains("feedback-received error");
  }
}
