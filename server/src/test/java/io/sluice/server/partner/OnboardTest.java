package io.sluice.server.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange 4.8: the onboard's rules. */
class OnboardTest {

  private final SluiceServer server = SluiceServer.shared();
  private Party acme;
  private Party initech;
  private Party globex;
  private String invitation;
  private String onboard;

  @BeforeEach
  void connected() {
    acme = server.open("Acme");
    initech = server.open("Initech");
    globex = server.open("Globex");
    Reply accepted = Partners.connect(initech, acme);
    invitation = accepted.at("onboard.invitation_id");
    onboard = accepted.at("onboard.id");
  }

  @Test
  void an_onboard_is_the_buyers() {
    assertThat(acme.get("/onboards").is(200).json()).hasSize(1);
    assertThat(acme.get("/onboards/" + onboard).is(200).at("account_id")).isEqualTo(acme.accountId());
    assertThat(initech.get("/onboards").json()).isEmpty();
    initech.get("/onboards/" + onboard).is(404);
    globex.get("/onboards/" + onboard).is(404);
    globex.put("/onboards/" + onboard, change("completed")).is(404);
    initech.put("/onboards/" + onboard, change("completed")).is(404);
  }

  @Test
  void posting_for_an_invitation_that_has_one_answers_it_with_200() {
    Reply again = acme.post("/onboards", "{\"invitation_id\": \"%s\"}".formatted(invitation)).is(200);

    assertThat(again.at("id")).isEqualTo(onboard);
  }

  @Test
  void posting_for_an_unknown_or_foreign_invitation_is_not_found() {
    acme.post("/onboards", "{\"invitation_id\": \"5fd000000000000000000000\"}").is(404);
    globex.post("/onboards", "{\"invitation_id\": \"%s\"}".formatted(invitation)).is(404);
  }

  @Test
  void the_seller_of_the_connection_cannot_start_one() {
    initech.post("/onboards", "{\"invitation_id\": \"%s\"}".formatted(invitation)).is(404);
  }

  @Test
  void posting_for_an_invitation_nobody_accepted_is_refused() {
    String open = Partners.inviteBuyer(initech, "new" + System.nanoTime() + "@example.org").is(201).at("entity.invitation_id");

    assertThat(initech.post("/onboards", "{\"invitation_id\": \"%s\"}".formatted(open)).is(400).at("error"))
        .isEqualTo("invitation has no connection");
  }

  @Test
  void posting_may_bring_the_flow_along() {
    String flow = Partners.flow(acme, "Mine", "", "");

    Reply started = acme.post("/onboards", "{\"invitation_id\": \"%s\", \"flow_id\": \"%s\"}".formatted(invitation, flow));

    assertThat(started.is(200).at("flow_id")).isEqualTo(flow);
  }

  @ParameterizedTest
  @CsvSource({"in_progress", "whatever_we_call_it"})
  void an_open_onboard_takes_the_status_it_is_given(String status) {
    assertThat(acme.put("/onboards/" + onboard, change(status)).is(200).at("status")).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"in_progress,created", "in_progress,failed", "completed,in_progress", "completed,created", "completed,anything"})
  void any_other_move_is_refused(String from, String to) {
    acme.put("/onboards/" + onboard, change(from)).is(200);

    assertThat(acme.put("/onboards/" + onboard, change(to)).is(400).at("error")).contains(from, to);
    assertThat(acme.get("/onboards/" + onboard).at("status")).isEqualTo(from);
  }

  @Test
  void the_same_status_again_has_no_effect() {
    acme.put("/onboards/" + onboard, change("in_progress")).is(200);

    acme.put("/onboards/" + onboard, change("in_progress")).is(200);
  }

  @Test
  void completed_flows_sync_means_completed() {
    assertThat(acme.put("/onboards/" + onboard, change("completed_flows_sync")).is(200).at("status")).isEqualTo("completed");
  }

  @Test
  void what_an_onboard_belongs_to_cannot_be_changed() {
    String stranger = globex.accountId();
    acme.put("/onboards/" + onboard, "{\"invitation_id\": \"%s\"}".formatted(stranger)).is(400);
    acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "account_id": "%s"}""".formatted(invitation, stranger)).is(400);
    acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "connection_id": "%s"}""".formatted(invitation, stranger)).is(400);
  }

  @Test
  void a_flow_that_is_not_the_buyers_is_not_found() {
    String foreign = Partners.flow(initech, "Theirs", "", "");

    acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "flow_id": "%s", "status": "in_progress"}""".formatted(invitation, foreign)).is(404);
  }

  @Test
  void a_buyer_without_flows_says_where_leads_go_and_is_in_progress_with_its_minimal_flow() {
    Reply chosen = acme.put("/onboards/" + onboard + "/delivery", "{\"url\": \"https://leads.acme.example/in\"}").is(200);

    assertThat(chosen.at("status")).isEqualTo("in_progress");
    Reply flow = acme.get("/flows/" + chosen.at("flow_id")).is(200);
    assertThat(flow.at("name")).isEqualTo("Leads from partners");
    assertThat(flow.text()).contains("https://leads.acme.example/in");
    Reply again = acme.put("/onboards/" + onboard + "/delivery", "{\"url\": \"https://other.acme.example/in\"}").is(200);
    assertThat(again.at("flow_id")).isEqualTo(chosen.at("flow_id"));
    assertThat(acme.get("/flows/" + chosen.at("flow_id")).json().get("steps")).hasSize(1);
    globex.put("/onboards/" + onboard + "/delivery", "{\"url\": \"https://globex.example/in\"}").is(404);
  }

  private String change(String status) {
    return "{\"invitation_id\": \"%s\", \"status\": \"%s\"}".formatted(invitation, status);
  }
}
