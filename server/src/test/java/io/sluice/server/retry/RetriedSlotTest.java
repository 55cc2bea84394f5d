package io.sluice.server.retry;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.lead.LeadFlow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places below the caps of steps, and deliveries whose node died while it tried them again. */
class RetriedSlotTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String GHOST = "65f1a2b3c4d5e6f708192c00";

  private final SluiceServer server = SluiceServer.with(Map.of());
  private final FakeRecipient crm = FakeRecipient.start();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");

  @AfterEach
  void close() {
    crm.close();
    server.close();
  }

  @Test
  void a_place_that_a_dead_node_took_for_a_try_is_kept_by_the_one_that_makes_it() throws Exception {
    LeadFlow.connect(initech, acme);
    LeadFlow.Deployed buyers = LeadFlow.of(acme).from(initech.accountId()).delivery(crm.url("/"), "").deploy();
    String document = acme.get("/flows/" + buyers.id()).text();
    redeploy(buyers, document.replaceFirst("\"enabled\":true", "\"enabled\":false"));
    LeadFlow.Deployed sellers = LeadFlow.of(initech).step("""
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"retry_enabled":true,
         "caps":[{"id":"65f1a2b3c4d5e6f708192c51","type":"volume","maximum":1,"duration":1,"duration_units":"month"}],
         "integration":{"module_id":"leadconduit-integration-leadconduit.outbound.to_buyer",
         "mappings":[{"property":"flow_id","value":"%s"}]}}""".formatted(acme.accountId(), buyers.id())).deploy();
    sellers.submit("{\"email\":\"a@hooli.example\"}").is(201);
    redeploy(buyers, document);
    crm.answers(FakeRecipient.slow(Duration.ofSeconds(10), FakeRecipient.json("{\"outcome\":\"success\"}")));
    // A try that another node had begun.
    server.db().sql("UPDATE cap_counter SET taken = 1").update();
    server.db().sql("""
        INSERT INTO cap_slot (account_id, flow_id, cap_id, started_at, lead_id, node_id, held_at)
        SELECT counter.account_id, counter.flow_id, counter.cap_id, counter.started_at, retry.lead_id, ?, now()
          FROM cap_counter counter, retry""").param(GHOST).update();
    server.db().sql("UPDATE retry SET node_id = ?, began_at = now(), attempts = 1")
        .param(server.bean(NodeLife.class).id().value()).update();
    crm.awaitRequest(LIMIT);
    server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (?, 'ghost:1', now(), '-infinity')")
        .param(GHOST).update();
    await("the dead node to be forgotten", () -> count("node") == 1);
    await("the delivery", () -> count("retry") == 0);
    await("its place to be settled", () -> count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT taken FROM cap_counter").query(Long.class).single()).isEqualTo(1);
  }

  private static void redeploy(LeadFlow.Deployed flow, String document) {
    flow.owner().put("/flows/" + flow.id(), document).is(200);
    flow.owner().post("/flows/" + flow.id() + "/deploy").is(200);
  }

  private long count(String table) {
    return server.db().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
