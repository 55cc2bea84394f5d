package io.sluice.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The submission document as data: exchange 3.8. */
class SubmissionMetaTest {

  private static final String TERMS = """
      "ping_enabled":true,"pricing":{"prices":[{"amount":4.5}]},
      "hours_of_operation":{"enabled":true,"time_zone":"America/Chicago","days":{"monday":{"enabled":true}}},
      "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
        {"lhv":"lead.email","op":"is not blank"},
        {"lhv":"lead.state","op":"is included in","rhv":["TX","CA"]},
        {"lhv":"lead.last_name","op":"is not equal to","rhv":"Test"},
        {"op":"or","rules":[{"lhv":"lead.phone_1","op":"is not blank"},{"lhv":"lead.ssn","op":"is not blank"}]}]}}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void the_document_tells_who_what_when_and_at_what_price() {
    var flow = LeadFlow.of(acme).with(TERMS).deploy();
    JsonNode meta = acme.get(flow.path() + "/meta").is(200).json();
    assertThat(meta.path("enabled").asBoolean()).isTrue();
    assertThat(meta.at("/account/id").asString()).isEqualTo(acme.accountId());
    assertThat(meta.at("/flow/name").asString()).isEqualTo("Auto leads");
    assertThat(meta.at("/source/id").asString()).isEqualTo(LeadFlow.WEB_FORM);
    assertThat(meta.at("/source/authentication_required").asBoolean(true)).isFalse();
    assertThat(meta.path("pingable").asBoolean()).isTrue();
    assertThat(meta.path("ping_enabled").asBoolean()).isTrue();
    assertThat(meta.path("authorized_account").asBoolean()).isTrue();
    assertThat(meta.at("/hours_of_operation/time_zone").asString()).isEqualTo("America/Chicago");
    assertThat(meta.at("/flow_acceptance_criteria/rule_set/rules/0/lhv").asString()).isEqualTo("lead.email");
    assertThat(meta.path("acceptance_criteria").isNull()).isTrue();
    assertThat(meta.at("/flow_pricing/prices/0/amount").decimalValue()).isEqualByComparingTo("4.5");
    assertThat(meta.path("source_pricing").isNull()).isTrue();
    assertThat(meta.path("updated_at").asString()).isNotEmpty();
  }

  @Test
  void a_field_is_required_where_no_lead_can_be_accepted_without_it_and_conditionally_where_some_can() {
    JsonNode params = acme.get(LeadFlow.of(acme).with(TERMS).deploy().path() + "/meta").is(200).json().path("params");
    assertThat(required(params, "email")).isEqualTo("yes");
    assertThat(required(params, "state")).isEqualTo("yes");
    assertThat(required(params, "phone_1")).isEqualTo("conditional");
    assertThat(required(params, "ssn")).isEqualTo("conditional");
    assertThat(required(params, "last_name")).isEqualTo("no");
    assertThat(required(params, "first_name")).isEqualTo("no");
  }

  @Test
  void a_parameter_says_its_label_type_variable_and_examples() {
    JsonNode meta = acme.get(LeadFlow.of(acme).deploy().path() + "/meta").is(200).json();
    JsonNode email = param(meta.path("params"), "email");
    assertThat(email.path("label").asString()).isEqualTo("Email");
    assertThat(email.path("type").asString()).isEqualTo("email");
    assertThat(email.path("variable").asString()).isEqualTo("lead.email");
    assertThat(email.path("examples")).isNotEmpty();
  }

  @Test
  void a_field_that_a_mapping_fills_is_sent_under_the_mappings_name_or_not_at_all() {
    var flow = LeadFlow.of(acme).mapping("first_name", "{{fname}}").mapping("state", "TX").deploy();
    JsonNode params = acme.get(flow.path() + "/meta").is(200).json().path("params");
    assertThat(param(params, "fname").path("variable").asString()).isEqualTo("lead.first_name");
    assertThat(params.valueStream().map(one -> one.path("name").asString())).doesNotContain("first_name", "state");
  }

  @Test
  void a_source_that_names_its_price_is_told_of_the_parameter() {
    var flow = LeadFlow.of(acme).source("\"pricing\":{\"override\":true}").deploy();
    JsonNode params = acme.get(flow.path() + "/meta").is(200).json().path("params");
    assertThat(required(params, "price")).isEqualTo("yes");
  }

  @Test
  void the_account_behind_the_source_sees_the_terms_and_a_stranger_only_what_submitting_takes() {
    Party initech = server.open("Initech");
    LeadFlow.connect(initech, acme);
    var flow = LeadFlow.of(acme).from(initech.accountId()).with(TERMS).deploy();
    JsonNode partners = initech.get(flow.path() + "/meta").is(200).json();
    assertThat(partners.path("authorized_account").asBoolean()).isTrue();
    assertThat(partners.path("flow_pricing").isObject()).isTrue();
    JsonNode strangers = server.open("Globex").get(flow.path() + "/meta").is(200).json();
    assertThat(strangers.path("authorized_account").asBoolean(true)).isFalse();
    assertThat(strangers.path("flow_pricing").isNull()).isTrue();
    assertThat(strangers.path("flow_acceptance_criteria").isNull()).isTrue();
    assertThat(required(strangers.path("params"), "email")).isEqualTo("yes");
  }

  @Test
  void the_document_is_of_the_deployed_form() {
    var flow = LeadFlow.of(acme).deploy();
    String saved = acme.get("/flows/" + flow.id()).is(200).text().replace("\"first_name\",", "");
    acme.put("/flows/" + flow.id(), saved).is(200);
    assertThat(acme.get(flow.path() + "/meta").is(200).text()).contains("\"name\":\"first_name\"");
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    assertThat(acme.get(flow.path() + "/meta").is(200).text()).doesNotContain("\"name\":\"first_name\"");
  }

  @Test
  void a_module_without_pings_is_not_pingable() {
    var flow = LeadFlow.of(acme).module("leadconduit-standard.inbound.classic").with(TERMS).deploy();
    JsonNode meta = acme.get(flow.path() + "/meta").is(200).json();
    assertThat(meta.path("pingable").asBoolean(true)).isFalse();
    assertThat(meta.path("ping_enabled").asBoolean(true)).isFalse();
  }

  @Test
  void without_a_deployed_flow_or_such_a_source_there_is_no_document() {
    String draft = acme.post("/flows", """
        {"name":"Draft","enabled":true,"fields":[],"sources":[],"steps":[]}""").is(201).at("id");
    acme.get("/flows/" + draft + "/sources/" + acme.accountId() + "/meta").is(404);
    acme.get("/flows/" + LeadFlow.of(acme).deploy().id() + "/sources/" + acme.userId() + "/meta").is(404);
    acme.get("/flows/nonsense/sources/nonsense/meta").is(404);
  }

  private static String required(JsonNode params, String name) {
    return param(params, name).path("required").asString();
  }

  private static JsonNode param(JsonNode params, String name) {
    return params.valueStream().filter(one -> one.path("name").asString().equals(name)).findFirst().orElseThrow();
  }
}
