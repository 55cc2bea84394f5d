package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.lead.LeadFlow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The module {@code sluice-crm.outbound}. */
class CrmDeliveryTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Loop loop = Loop.on(server);
  private final Party acme = loop.acme();

  @Test
  void a_leads_standard_fields_are_its_contact_and_the_event_tells_the_number_it_has_there() {
    LeadFlow.Deployed flow = loop.own("");
    String id = flow.submit("""
        {"first_name":"ann","last_name":"Lee","email":"Ann@Hooli.example","phone_1":"(512) 789-1111",
         "address_1":"1 Main St","city":"Austin","state":"texas","postal_code":"78701"}""").is(201).at("lead.id");
    JsonNode lead = loop.onlyLead();
    assertThat(lead.path("email").asString()).isEqualTo("ann@hooli.example");
    assertThat(lead.path("phone").asString()).isEqualTo("5127891111");
    assertThat(lead.path("address").asString()).isEqualTo("1 Main St");
    assertThat(lead.path("city").asString()).isEqualTo("Austin");
    assertThat(lead.path("state").asString()).isEqualTo("TX");
    assertThat(lead.path("zip_code").asString()).isEqualTo("78701");
    assertThat(lead.at("/source/name").asString()).as("the lead's own source").isEqualTo("Web form");
    JsonNode event = flow.history(id).getFirst();
    assertThat(event.path("outcome").asString()).isEqualTo("success");
    assertThat(event.at("/" + event.path("key").asString() + "/reference").asString())
        .isEqualTo(Long.toString(lead.path("id").asLong()));
  }

  @Test
  void what_is_mapped_goes_before_what_the_lead_says() {
    LeadFlow.Deployed flow = loop.own("""
        ,{"property":"first_name","value":"Dear {{lead.first_name}}"},{"property":"source","value":"Radio"}
        ,{"property":"campaign","value":"Spring"},{"property":"phone","value":""}""");
    flow.submit(Loop.lead("ann@hooli.example")).is(201);
    flow.submit(Loop.lead("bo@hooli.example")).is(201);
    assertThat(loop.leads()).hasSize(2).allSatisfy(lead -> {
      assertThat(lead.path("first_name").asString()).isEqualTo("Dear Ann");
      assertThat(lead.at("/source/name").asString()).isEqualTo("Radio");
      assertThat(lead.at("/campaign/name").asString()).isEqualTo("Spring");
      assertThat(lead.path("phone").isNull()).isTrue();
    });
    assertThat(acme.get("/api/v1/companies/" + loop.company() + "/sources").is(200).json().path("sources").size())
        .as("made once").isEqualTo(1);
  }

  @Test
  void a_second_lead_of_a_person_is_marked_or_refused_as_the_step_says() {
    LeadFlow.Deployed accepts = loop.own(",{\"property\":\"on_duplicate\",\"value\":\"accept\"}");
    LeadFlow.Deployed fails = loop.own(",{\"property\":\"on_duplicate\",\"value\":\"fail\"}");
    assertThat(fails.submit(Loop.lead("ann@hooli.example")).at("outcome")).isEqualTo("success");
    assertThat(accepts.submit(Loop.lead("ANN@hooli.example")).at("outcome")).isEqualTo("success");
    var refused = fails.submit(Loop.lead("ann@hooli.example"));
    assertThat(fails.history(refused.at("lead.id")).getFirst().path("outcome").asString()).isEqualTo("failure");
    assertThat(fails.history(refused.at("lead.id")).getFirst().path("reason").asString()).isEqualTo("Duplicate");
    assertThat(loop.leads()).extracting(lead -> lead.path("duplicate").asBoolean()).containsExactlyInAnyOrder(false, true);
  }

  @Test
  void of_many_leads_of_a_person_at_once_one_is_taken_where_duplicates_fail() throws Exception {
    Map<String, Object> vars = vars("fail");
    List<Delivered> all = atOnce(8, () -> deliver(vars, origin(EventId.next(Instant.now()))));
    assertThat(all).extracting(delivered -> delivered.event().get("outcome")).filteredOn("success"::equals).hasSize(1);
    assertThat(all).extracting(delivered -> delivered.event().get("reason")).filteredOn("Duplicate"::equals).hasSize(7);
    assertThat(loop.leads()).hasSize(1);
  }

  @Test
  void a_delivery_makes_one_lead_however_often_it_is_made() throws Exception {
    Delivery.Origin origin = origin(EventId.next(Instant.now()));
    List<Delivered> all = atOnce(8, () -> deliver(vars("accept"), origin));
    all.add(deliver(vars("fail"), origin));
    assertThat(all).extracting(delivered -> delivered.event().get("outcome")).containsOnly("success");
    assertThat(all).extracting(delivered -> delivered.event().get("reference")).containsOnly(
        Long.toString(loop.onlyLead().path("id").asLong()));
  }

  @Test
  void a_flow_names_a_company_of_its_own_account() {
    long globex = server.companyOf(server.open("Globex"));
    for (String company : List.of(Long.toString(globex), "0", "me")) {
      var refused = save(Loop.step(company, "")).is(422);
      assertThat(refused.json().at("/errors").toString())
          .contains("steps[0].integration.mappings[0].value", "there is no company " + company);
    }
    assertThat(save(Loop.step(Long.toString(loop.company()), ",{\"property\":\"on_duplicate\",\"value\":\"merge\"}"))
        .is(422).text()).contains("must be accept or fail");
    assertThat(save("""
        {"type":"recipient","entity":{"id":"5fd0c4ad19e7b2f06a83d541","name":"Sluice CRM"},"integration":{
         "module_id":"sluice-crm.outbound","mappings":[]}}""").is(422).text()).contains("company_id is required");
  }

  @Test
  void a_template_that_names_anothers_company_delivers_nothing_there() {
    Party globex = server.open("Globex");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", "comments")
        .step(Loop.step("{{lead.comments}}", "")).deploy();
    String lead = flow.submit("{\"email\":\"a@hooli.example\",\"comments\":\"%d\"}".formatted(server.companyOf(globex)))
        .is(201).at("lead.id");
    assertThat(flow.history(lead).getFirst().path("outcome").asString()).isEqualTo("failure");
    assertThat(new Loop(globex, acme).leads()).isEmpty();
  }

  @Test
  void an_address_that_is_none_does_not_lose_a_lead_that_can_be_called() {
    LeadFlow.Deployed flow = loop.own("");
    flow.submit("{\"email\":\"nonsense\",\"phone_1\":\"512-789-1111\",\"address_1\":\"%s\"}".formatted("x".repeat(999)))
        .is(201);
    JsonNode lead = loop.onlyLead();
    assertThat(lead.path("email").isNull()).isTrue();
    assertThat(lead.path("phone").asString()).isEqualTo("5127891111");
    assertThat(lead.path("address").asString()).hasSize(255);
  }

  @Test
  void a_company_whose_plan_has_ended_takes_no_lead() {
    LeadFlow.Deployed flow = loop.own("");
    server.db().sql("""
        INSERT INTO company_membership (account_id, company_id, id, membership_id, status, started_at, current_period_end,
                                        canceled_at)
        VALUES (?, ?, nextval('company_membership_number'), 1, 'canceled', now() - interval '2 months',
                now() - interval '1 month', now() - interval '2 months')""")
        .params(acme.accountId(), loop.company()).update();
    String lead = flow.submit(Loop.lead("ann@hooli.example")).is(201).at("lead.id");
    assertThat(flow.history(lead).getFirst().path("outcome").asString()).isEqualTo("failure");
    assertThat(flow.history(lead).getFirst().path("reason").asString()).isEqualTo("the company's membership has ended");
    assertThat(loop.leads()).isEmpty();
  }

  @Test
  void answers_come_from_the_fields_that_are_called_as_the_questions_and_what_is_no_answer_is_left_out() {
    acme.post("/api/v1/companies/" + loop.company() + "/questions", """
        {"name": "Age", "kind": "number"}""").is(201);
    acme.post("/api/v1/companies/" + loop.company() + "/questions", """
        {"name": "Roof?", "kind": "single_choice", "options_attributes": [{"name": "Flat"}, {"name": "Steep"}]}""").is(201);
    LeadFlow.Deployed flow = loop.own(",{\"property\":\"answers.roof\",\"value\":\"{{lead.comments}}\"}");
    flow.submit("{\"email\":\"a@hooli.example\",\"age\":\"47\",\"comments\":\"steep\"}").is(201);
    flow.submit("{\"email\":\"b@hooli.example\",\"age\":\"old\",\"comments\":\"none\"}").is(201);
    assertThat(loop.leads().getFirst().path("answers").size()).isEqualTo(2);
    assertThat(loop.leads().getFirst().at("/answers/0/value").asString()).isEqualTo("47");
    assertThat(loop.leads().getLast().path("answers")).isEmpty();
  }

  @Test
  void a_lead_without_an_address_and_a_number_is_skipped() {
    LeadFlow.Deployed flow = loop.own("");
    String lead = flow.submit("{\"first_name\":\"Ann\"}").is(201).at("lead.id");
    JsonNode event = flow.history(lead).getFirst();
    assertThat(event.path("outcome").asString()).isEqualTo("skip");
    assertThat(event.path("reason").asString()).isEqualTo("email or phone must be given");
  }

  private SluiceServer.Reply save(String step) {
    return acme.post("/flows", "{\"name\":\"CRM\",\"enabled\":true,\"fields\":[\"email\"],\"sources\":[],\"steps\":[%s]}"
        .formatted(step));
  }

  private Map<String, Object> vars(String onDuplicate) {
    return Map.of("company_id", Long.toString(loop.company()), "on_duplicate", onDuplicate,
        "lead", Map.of("email", "ann@hooli.example"));
  }

  private Delivery.Origin origin(EventId event) {
    return new Delivery.Origin(AccountId.of(acme.accountId()), Optional.of(EntityId.of("5fd0c4ad19e7b2f06a83d541")),
        LeadId.of(ObjectIds.next(Instant.now())), event, Map.of(), 0, 0, false);
  }

  private Delivered deliver(Map<String, Object> vars, Delivery.Origin origin) {
    Integration module = server.bean(Integrations.class).named("sluice-crm.outbound").orElseThrow();
    return module.deliver(new Delivery(vars, origin.lead() + "-step", Optional.of(origin), Optional.empty()),
        server.bean(OutboundDoor.class));
  }

  private static List<Delivered> atOnce(int times, Callable<Delivered> delivery) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Delivered>> begun = IntStream.range(0, times).mapToObj(_ -> threads.submit(delivery)).toList();
      List<Delivered> all = new ArrayList<>();
      for (Future<Delivered> one : begun) {
        all.add(one.get());
      }
      return all;
    }
  }
}
