package io.sluice.server.feedback;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.LossyWay;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.LeadFlow;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Feedback that is ended while the connection to the database breaks. */
class UnheardFeedbackTest {

  private static final int LIVES_BEFORE_IT_IS_DROPPED = 20;
  private static final int LIVES_BEFORE_IT_IS_INTERRUPTED = 3;
  private static final String LOOKS_FOR_THE_SALE = "sold_by_event_id FROM lead";
  private static final String LOOKS_FOR_THE_CREDENTIAL = "FROM credential WHERE account_id";
  private static final String TAKES =
      "\"feedback\":{\"integration\":{\"module_id\":\"leadconduit-standard.inbound.feedback\"}}";

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
    await("its end", () -> open() == 0);
    assertThat(flow.story(lead)).contains("feedback-received error");
  }

  @Test
  void feedback_that_cannot_be_passed_to_the_seller_because_the_database_is_away_is_passed_when_it_is_back() {
    Party initech = server.open("Initech");
    Sold sold = sell(initech, "");
    way.loseTheAnswerTo(LOOKS_FOR_THE_SALE);
    giveBack(sold.delivery()).is(503);
    for (int time = 1; time <= LIVES_BEFORE_IT_IS_INTERRUPTED + 1; time++) {
      way.loseTheAnswerTo(LOOKS_FOR_THE_SALE);
      await("the connection to break", way::hasLost);
    }
    await("its end", () -> open() == 0);
    assertThat(LeadFlow.Deployed.history(acme, sold.bought())).extracting(UnheardFeedbackTest::story)
        .containsExactly("recipient success", "source success", "feedback-received success", "feedback-sent success");
    assertThat(LeadFlow.Deployed.history(initech, sold.lead())).extracting(UnheardFeedbackTest::story)
        .containsExactly("recipient success", "source success", "feedback-received success");
  }

  @Test
  void feedback_whose_credential_cannot_be_looked_up_is_not_on_its_way() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).source("""
        "feedback":{"integration":{"module_id":"leadconduit-standard.outbound.feedback","mappings":[
         {"property":"url","value":"%s"},{"property":"credential_id","value":"%s"}]}}"""
        .formatted(crm.url("/feedback"), credential())).delivery(crm.url("/"), TAKES).deploy();
    String lead = flow.submit("{\"email\":\"a@hooli.example\"}").is(201).at("lead.id");
    String delivery = flow.history(lead).getFirst().path("id").asString();
    way.loseTheAnswerTo(LOOKS_FOR_THE_CREDENTIAL);
    giveBack(delivery).is(503);
    assertThat(open()).isZero();
    giveBack(delivery).is(201);
    assertThat(flow.story(lead)).containsExactly(
        "recipient success", "source success", "feedback-received success", "feedback-sent success");
    assertThat(crm.received()).hasSize(2);
  }

  @Test
  void looking_for_a_credential_in_vain_is_no_life_of_feedback_that_another_life_began() {
    Party initech = server.open("Initech");
    Sold sold = sell(initech, ",\"mappings\":[{\"property\":\"credential_id\",\"value\":\"" + credential() + "\"}]");
    AccountId account = AccountId.of(acme.accountId());
    Instant now = Instant.now();
    way.loseTheAnswerTo(LOOKS_FOR_THE_CREDENTIAL);
    server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES ('dead', 'a:1', now(), '-infinity')")
        .update();
    EventId delivery = EventId.of(sold.delivery());
    server.bean(FeedbackStore.class).open(account, new OpenFeedback(account, EventId.next(now), delivery,
        EventId.next(now), EventId.next(now), new NodeId("dead"), LIVES_BEFORE_IT_IS_INTERRUPTED - 1, 0,
        FeedbackRequest.within(delivery, Map.of("type", "return"), "key", now)));
    await("the connection to break", way::hasLost);
    await("its end", () -> open() == 0);
    assertThat(LeadFlow.Deployed.history(initech, sold.lead())).extracting(UnheardFeedbackTest::story)
        .containsExactly("recipient success", "source success", "feedback-received success");
  }

  /** @param lead the seller's @param bought the buyer's @param delivery the buyer's recipient event */
  private record Sold(String lead, String bought, String delivery) {}

  private Sold sell(Party initech, String more) {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed bought = LeadFlow.of(acme).from(initech.accountId()).source("""
        "feedback":{"integration":{"module_id":"leadconduit-integration-leadconduit.outbound.feedback"%s}}"""
        .formatted(more)).delivery(crm.url("/"), TAKES).deploy();
    LeadFlow.Deployed sold = LeadFlow.of(initech).step("""
        {"type":"recipient","entity":{"id":"%s","name":"Acme"},"integration":{"module_id":
         "leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[{"property":"flow_id","value":"%s"}]},%s}"""
        .formatted(acme.accountId(), bought.id(), TAKES)).deploy();
    String lead = sold.submit("{\"email\":\"a@hooli.example\"}").is(201).at("lead.id");
    JsonNode sale = sold.history(lead).getFirst();
    String boughtLead = sale.at("/" + sale.path("key").asString() + "/lead/id").asString();
    return new Sold(lead, boughtLead, bought.history(boughtLead).getFirst().path("id").asString());
  }

  private String credential() {
    return acme.post("/credentials",
        "{\"name\":\"CRM\",\"type\":\"token\",\"package\":\"crm\",\"token\":\"t0k3n\"}").is(201).at("id");
  }

  private SluiceServer.Reply giveBack(String delivery) {
    return server.anybody().post("/feedback?event_id=" + delivery, "{\"type\":\"return\"}");
  }

  private long open() {
    return server.db().sql("SELECT count(*) FROM open_feedback").query(Long.class).single();
  }

  private static String story(JsonNode event) {
    return event.path("type").asString() + " " + event.path("outcome").asString();
  }
}
