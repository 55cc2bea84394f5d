package io.sluice.server.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.account.Plan;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Exchange 4.9: the twelve rules of buyer delivery set-up. */
class DeliverySetUpTest {

  private final SluiceServer server = SluiceServer.shared();
  private Party acme;
  private Party initech;
  private Party globex;
  private String invitation;
  private String connection;
  private String onboard;

  @BeforeEach
  void connected() {
    acme = server.open("Acme");
    initech = server.open("Initech");
    globex = server.open("Globex");
    Reply accepted = Partners.connect(initech, acme);
    invitation = accepted.at("onboard.invitation_id");
    connection = accepted.at("connection.id");
    onboard = accepted.at("onboard.id");
  }

  @Test
  void rule_1_neither_id_given_is_refused() {
    acme.post("/onboard/buyer", "{}").is(400);
  }

  @Test
  void rule_1_both_given_and_inconsistent_is_refused() {
    String other = Partners.connect(globex, acme).at("connection.id");

    acme.post("/onboard/buyer", """
        {"connection_id": "%s", "invitation_id": "%s"}""".formatted(other, invitation)).is(400);
  }

  @Test
  void rule_1_an_unknown_connection_or_a_caller_who_is_not_its_buyer_is_not_found() {
    acme.post("/onboard/buyer", "{\"connection_id\": \"5fd000000000000000000000\"}").is(404);
    initech.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection)).is(404);
    globex.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection)).is(404);
    globex.post("/onboard/buyer", "{\"invitation_id\": \"%s\"}".formatted(invitation)).is(404);
  }

  @Test
  void rule_2_a_second_run_answers_the_flow_used_then_changes_nothing_and_mails_nobody() {
    String sellerFlow = sellerFlow("Solar");
    String redirect = acme.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection)).is(200).at("redirect");
    server.awaitMail(initech.email(), 2);
    JsonNode sellerBefore = initech.get("/flows/" + sellerFlow).json();
    JsonNode buyerBefore = acme.get(redirect).json();

    assertThat(acme.post("/onboard/buyer", "{\"invitation_id\": \"%s\"}".formatted(invitation)).is(200).at("redirect"))
        .isEqualTo(redirect);
    acme.put("/onboards/" + onboard, change("completed")).is(200);

    assertThat(initech.get("/flows/" + sellerFlow).json()).isEqualTo(sellerBefore);
    assertThat(acme.get(redirect).json()).isEqualTo(buyerBefore);
    Partners.inviteSeller(globex, initech.email()).is(201);
    server.awaitMail(initech.email(), 3); // the invitation has come, so another set-up mail would have
    assertThat(server.mailsTo(initech.email())).hasSize(3);
  }

  @Test
  void rule_2_asking_for_a_different_flow_after_the_set_up_is_a_conflict() {
    complete();
    String other = Partners.flow(acme, "Other", "", "");

    acme.post("/onboard/buyer", """
        {"connection_id": "%s", "flow_id": "%s"}""".formatted(connection, other)).is(409);
  }

  @Test
  void rule_3_only_steps_with_the_account_to_account_module_that_name_this_buyer_are_touched() {
    String other = """
        {"type": "recipient", "enabled": false, "entity": {"id": "%s", "name": "Acme"},
         "integration": {"module_id": "leadconduit-default.outbound",
                         "mappings": [{"property": "url", "value": "https://acme.example/leads"}]}}
        """.formatted(acme.accountId());
    Partners.connect(initech, globex);
    String flow = Partners.flow(initech, "Solar", "", Partners.buyerStep(acme.accountId(), "Acme") + "," + other + ","
        + Partners.buyerStep(globex.accountId(), "Globex"));

    complete();

    JsonNode steps = initech.get("/flows/" + flow).json().get("steps");
    assertThat(mapped(steps.get(0))).isNotEmpty();
    assertThat(mapped(steps.get(1))).isEmpty();
    assertThat(mapped(steps.get(2))).isEmpty();
  }

  @Test
  void rule_4_without_a_seller_step_the_buyer_side_is_prepared_and_a_step_added_later_is_filled_when_saved() {
    String buyerFlow = complete().at("flow_id");

    String flow = sellerFlow("Later");

    assertThat(mapped(initech.get("/flows/" + flow).json().at("/steps/0"))).containsExactly(buyerFlow);
  }

  @Test
  void rule_5_a_flow_that_is_not_the_buyers_is_not_found() {
    String foreign = Partners.flow(initech, "Theirs", "", "");

    acme.post("/onboard/buyer", """
        {"connection_id": "%s", "flow_id": "%s"}""".formatted(connection, foreign)).is(404);
  }

  @Test
  void rule_5_the_wanted_flow_is_used() {
    String mine = Partners.flow(acme, "Mine", "", "");

    assertThat(acme.post("/onboard/buyer", """
        {"connection_id": "%s", "flow_id": "%s"}""".formatted(connection, mine)).is(200).at("redirect"))
        .isEqualTo("/flows/" + mine);
    assertThat(acme.get("/onboards/" + onboard).at("status")).isEqualTo("completed");
  }

  @Test
  void rule_5_else_the_onboards() {
    String mine = Partners.flow(acme, "Mine", "", "");
    acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "flow_id": "%s", "status": "in_progress"}""".formatted(invitation, mine)).is(200);

    assertThat(acme.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection)).is(200).at("redirect"))
        .isEqualTo("/flows/" + mine);
  }

  @Test
  void rule_5_else_the_minimal_flow_which_is_made_once() {
    String first = complete().at("flow_id");
    String second = Partners.connect(globex, acme).at("onboard.id");
    String invitationOfGlobex = acme.get("/onboards/" + second).at("invitation_id");

    Reply completed = acme.put("/onboards/" + second, """
        {"invitation_id": "%s", "status": "completed"}""".formatted(invitationOfGlobex)).is(200);

    assertThat(completed.at("flow_id")).isEqualTo(first);
    JsonNode flow = acme.get("/flows/" + first).json();
    assertThat(flow.get("name").asString()).isEqualTo("Leads from partners");
    assertThat(flow.get("enabled").asBoolean()).isTrue();
    assertThat(flow.get("sources")).extracting(source -> source.at("/entity/id").asString())
        .contains(initech.accountId(), globex.accountId());
  }

  @Test
  void rule_5_a_partner_without_flows_of_its_own_gets_its_minimal_flow_too() {
    Party hooli = server.open("Hooli", Plan.PARTNER);
    Reply accepted = Partners.connect(initech, hooli);

    Reply completed = hooli.put("/onboards/" + accepted.at("onboard.id"), """
        {"invitation_id": "%s", "status": "completed"}""".formatted(accepted.at("onboard.invitation_id"))).is(200);

    assertThat(completed.at("status")).isEqualTo("completed");
    assertThat(completed.at("flow_id")).matches("[0-9a-f]{24}");
    hooli.get("/flows").is(401);
  }

  @Test
  void rule_6_the_buyers_fields_are_its_own_first_then_those_the_steps_share() {
    sellerFlow("Solar");
    String mine = acme.post("/flows", """
        {"name": "Mine", "enabled": true, "fields": ["comments", "state"], "sources": [], "steps": []}""").is(201).at("id");

    acme.post("/onboard/buyer", """
        {"connection_id": "%s", "flow_id": "%s"}""".formatted(connection, mine)).is(200);

    assertThat(acme.get("/flows/" + mine).json().get("fields")).extracting(JsonNode::asString)
        .containsExactly("comments", "state", "email");
  }

  @Test
  void rule_7_the_seller_becomes_a_source() {
    String flow = complete().at("flow_id");

    assertThat(acme.get("/flows/" + flow).json().get("sources"))
        .filteredOn(source -> source.at("/entity/id").asString().equals(initech.accountId()))
        .singleElement().satisfies(source -> {
          assertThat(source.at("/entity/name").asString()).isEqualTo("Initech");
          assertThat(source.at("/entity/time_zone").asString()).isEqualTo("America/New_York");
          assertThat(source.at("/integration/module_id").asString()).isEqualTo("leadconduit-default.inbound");
          assertThat(source.get("enabled").asBoolean()).isTrue();
        });
  }

  @Test
  void rule_7_a_source_that_is_there_already_is_left_untouched() {
    String mine = Partners.flow(acme, "Mine", Partners.source(initech.accountId(), "Initech"), "");
    JsonNode before = acme.get("/flows/" + mine).json().get("sources");

    acme.post("/onboard/buyer", """
        {"connection_id": "%s", "flow_id": "%s"}""".formatted(connection, mine)).is(200);

    assertThat(acme.get("/flows/" + mine).json().get("sources")).isEqualTo(before);
  }

  @Test
  void rule_8_every_step_of_every_seller_flow_gets_the_flow_id_and_stays_disabled() {
    List<String> flows = List.of(sellerFlow("Solar"), sellerFlow("Roofing"));

    String buyerFlow = complete().at("flow_id");

    assertThat(flows).allSatisfy(flow -> {
      JsonNode step = initech.get("/flows/" + flow).json().at("/steps/0");
      assertThat(mapped(step)).containsExactly(buyerFlow);
      assertThat(step.get("enabled").asBoolean()).isFalse();
      assertThat(step.at("/integration/mappings")).hasSize(3);
    });
  }

  @Test
  void rule_9_changed_flows_are_logged_with_the_system_as_author_and_deployed() {
    String sellerFlow = sellerFlow("Solar");

    String buyerFlow = complete().at("flow_id");

    assertThat(initech.get("/flows/" + sellerFlow + "/changelogs").json()).hasSize(2);
    server.anybody().post("/flows/" + buyerFlow + "/sources/" + initech.accountId() + "/submit", """
        {"email": "lead@example.com"}""").is(201);
    server.anybody().post("/flows/" + sellerFlow + "/sources/" + initech.accountId() + "/submit", """
        {"email": "lead@example.com"}""").is(201);
  }

  @Test
  void rule_9_what_the_seller_has_not_deployed_yet_stays_undeployed_but_the_deployed_version_takes_the_flow_id() {
    String flow = sellerFlow("Solar");
    initech.post("/flows/" + flow + "/deploy").is(200);
    JsonNode draft = initech.get("/flows/" + flow).json();
    ((tools.jackson.databind.node.ObjectNode) draft).put("enabled", false);
    initech.put("/flows/" + flow, draft.toString()).is(200);

    complete();

    Reply submitted = server.anybody().post("/flows/" + flow + "/sources/" + initech.accountId() + "/submit", """
        {"email": "lead@example.com"}""").is(201);
    assertThat(submitted.at("outcome")).isEqualTo("success");
    assertThat(initech.get("/flows/" + flow).json().get("enabled").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "flow, account_id, buyer",
    "flow, account_id, seller",
    "connection, buyer_account_id, buyer",
    "onboard, account_id, buyer",
  })
  void rule_10_a_set_up_that_fails_at_any_point_is_failed_with_its_cause_and_ends_the_same_when_repeated(
      String table, String column, String side) {
    String sellerFlow = sellerFlow("Solar");
    String account = side.equals("buyer") ? acme.accountId() : initech.accountId();
    boolean ownRow = table.equals("onboard");
    spoil(table, column, account, ownRow ? "NEW.status = 'completed'" : "true");
    Reply failed;
    try {
      failed = acme.put("/onboards/" + onboard, change("completed")).is(200);
    } finally {
      mend(table);
    }
    assertThat(failed.at("status")).isEqualTo("failed");
    assertThat(failed.at("error")).isNotBlank();
    assertThat(acme.get("/connections").json().get(0).get("delivery_set_up_at").isNull()).isTrue();
    assertThat(server.mailsTo(initech.email())).hasSizeLessThanOrEqualTo(1);

    Reply completed = acme.put("/onboards/" + onboard, change("completed")).is(200);

    assertThat(completed.at("status")).isEqualTo("completed");
    assertThat(completed.json().path("error").isNull() || completed.json().path("error").isMissingNode()).isTrue();
    String buyerFlow = completed.at("flow_id");
    assertThat(acme.get("/flows").json()).hasSize(1);
    assertThat(mapped(initech.get("/flows/" + sellerFlow).json().at("/steps/0"))).containsExactly(buyerFlow);
    assertThat(acme.get("/flows/" + buyerFlow).json().get("sources"))
        .filteredOn(source -> source.at("/entity/id").asString().equals(initech.accountId())).hasSize(1);
    server.awaitMail(initech.email(), 2);
    assertThat(server.mailsTo(initech.email())).hasSize(2);
  }

  @Test
  void rule_10_two_at_once_make_one_flow_and_mail_once() throws Exception {
    sellerFlow("Solar");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = IntStream.range(0, 6)
          .mapToObj(i -> threads.submit(() -> acme.put("/onboards/" + onboard, change("completed")))).toList();
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().is(200).at("status")).isEqualTo("completed");
      }
    }
    assertThat(acme.get("/flows").json()).hasSize(1);
    Partners.inviteSeller(globex, initech.email()).is(201);
    server.awaitMail(initech.email(), 3);
    assertThat(server.mailsTo(initech.email())).hasSize(3);
  }

  @Test
  void rule_11_the_sellers_users_are_mailed_unless_they_switched_that_off() {
    server.awaitMail(initech.email(), 1);
    initech.put("/user_settings/" + initech.userId(), """
        {"notifications": {"connection_invites": {"enabled": false}}}""").is(200);

    complete();

    Partners.inviteSeller(globex, initech.email()).is(201);
    server.awaitMail(initech.email(), 2);
    assertThat(server.mailsTo(initech.email())).hasSize(2);
  }

  @Test
  void rule_12_the_answer_redirects_to_the_buyers_flow() {
    assertThat(acme.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection)).is(200).at("redirect"))
        .matches("/flows/[0-9a-f]{24}");
    assertThat(acme.get("/connections").json().get(0).get("delivery_set_up_at").asString()).isNotBlank();
  }

  private Reply complete() {
    Reply completed = acme.put("/onboards/" + onboard, change("completed")).is(200);
    assertThat(completed.at("status")).isEqualTo("completed");
    return completed;
  }

  private String sellerFlow(String name) {
    return Partners.flow(initech, name, "", Partners.buyerStep(acme.accountId(), "Acme"));
  }

  private String change(String status) {
    return "{\"invitation_id\": \"%s\", \"status\": \"%s\"}".formatted(invitation, status);
  }

  private static List<String> mapped(JsonNode step) {
    return step.at("/integration/mappings").valueStream()
        .filter(mapping -> mapping.get("property").asString().equals("flow_id"))
        .map(mapping -> mapping.get("value").asString()).toList();
  }

  /** From here on the database refuses what would be written for this account. */
  private void spoil(String table, String column, String account, String when) {
    server.db().sql("""
        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'spoilt by a test'; END $$
        """).update();
    server.db().sql("""
        CREATE TRIGGER spoilt BEFORE INSERT OR UPDATE ON %s FOR EACH ROW WHEN (NEW.%s = '%s' AND %s)
        EXECUTE FUNCTION refuse()
        """.formatted(table, column, account, when)).update();
  }

  private void mend(String table) {
    server.db().sql("DROP TRIGGER spoilt ON " + table).update();
  }
}
