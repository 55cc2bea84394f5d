package io.sluice.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who opened whose submission documents: exchange 17. */
class SubmissionDocAccessTest {

  private static final String LOGS = "/submission_doc_access_logs";
  private static final String HIDE = "{\"ui_state\":{\"hidden\":true}}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party initech = server.open("Initech");

  @Test
  void opening_a_partners_document_is_seen_by_both_and_counted() {
    var flow = boughtFromInitech();
    initech.get(flow.path() + "/docs").is(200);
    initech.get(flow.path() + "/meta").is(200);
    for (Party party : new Party[] {acme, initech}) {
      JsonNode log = only(party.get(LOGS).is(200).json());
      assertThat(log.at("/accessor/account/id").asString()).isEqualTo(initech.accountId());
      assertThat(log.at("/accessor/user/email").asString()).isEqualTo(initech.email());
      assertThat(log.at("/submission_doc/flow/id").asString()).isEqualTo(flow.id());
      assertThat(log.at("/submission_doc/flow/name").asString()).isEqualTo("Auto leads");
      assertThat(log.at("/submission_doc/flow/account/name").asString()).isEqualTo("Acme");
      assertThat(log.at("/submission_doc/source/id").asString()).isEqualTo(initech.accountId());
      assertThat(log.path("access_count").asInt()).isEqualTo(2);
      assertThat(log.path("last_accessed_at").asString()).isGreaterThan(log.path("created_at").asString());
    }
  }

  @Test
  void ones_own_documents_and_those_one_may_not_see_are_not_noted() {
    var flow = boughtFromInitech();
    acme.get(flow.path() + "/docs").is(200);
    Party globex = server.open("Globex");
    globex.get(flow.path() + "/docs").is(404);
    assertThat(acme.get(LOGS).is(200).json()).isEmpty();
    assertThat(globex.get(LOGS).is(200).json()).isEmpty();
  }

  @Test
  void an_account_hides_for_itself_by_account_flow_or_source_and_can_show_again() {
    var flow = boughtFromInitech();
    initech.get(flow.path() + "/docs").is(200);
    for (String path : new String[] {"/account/" + acme.accountId(), "/flow/" + flow.id(),
        "/flow/" + flow.id() + "/source/" + flow.source()}) {
      only(initech.put(LOGS + path, HIDE).is(200).json());
      assertThat(initech.get(LOGS).is(200).json()).isEmpty();
      only(initech.get(LOGS + "?show_hidden=true").is(200).json());
      only(acme.get(LOGS).is(200).json());
      initech.put(LOGS + path, "{\"hidden\":false}").is(200);
      only(initech.get(LOGS).is(200).json());
    }
  }

  @Test
  void hidden_must_be_said_and_be_a_boolean() {
    String path = LOGS + "/account/" + acme.accountId();
    assertThat(initech.put(path, "{}").is(400).at("error")).isEqualTo("hidden must be true or false");
    initech.put(path, "{\"ui_state\":{}}").is(400);
    initech.put(path, "{\"hidden\":\"yes\"}").is(400);
    initech.put(path, "{\"ui_state\":{\"hidden\":1}}").is(400);
  }

  @Test
  void what_the_list_knows_nothing_of_is_not_found() {
    var flow = boughtFromInitech();
    initech.put(LOGS + "/account/" + acme.accountId(), HIDE).is(404);
    initech.put(LOGS + "/flow/" + flow.id(), HIDE).is(404);
    initech.put(LOGS + "/flow/nonsense/source/nonsense", HIDE).is(404);
  }

  private LeadFlow.Deployed boughtFromInitech() {
    LeadFlow.connect(initech, acme);
    return LeadFlow.of(acme).from(initech.accountId()).deploy();
  }

  private static JsonNode only(JsonNode logs) {
    assertThat(logs).hasSize(1);
    return logs.get(0);
  }
}
