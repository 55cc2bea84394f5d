package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Initech sells to Acme, whose people work the leads in the CRM of the same server. */
record Loop(Party acme, Party initech) {

  static final String TAKES_FEEDBACK = """
      "feedback":{"integration":{"module_id":"leadconduit-standard.inbound.feedback","mappings":[]}}""";
  static final long CONTACTED = 2;
  static final long WON = 5;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  static Loop on(SluiceServer server) {
    return new Loop(server.open("Acme"), server.open("Initech"));
  }

  long company() {
    return acme.server().companyOf(acme);
  }

  /** Initech invites, Acme accepts: the id of Acme's onboard. */
  String meet() {
    SluiceServer server = acme.server();
    int before = server.tokensTo(acme.email()).size();
    initech.post("/invitations/recipient", "{\"email\": \"%s\"}".formatted(acme.email())).is(201);
    return acme.post("/invitations/" + server.awaitToken(acme.email(), before + 1) + "/accept").is(200).at("onboard.id");
  }

  /** @param more further properties, each behind a comma */
  Reply deliverIntoCompany(String onboard, String more) {
    return acme.post("/api/v1/companies/" + company() + "/exchange", "{\"onboard_id\": \"%s\"%s}".formatted(onboard, more));
  }

  /** What Initech sells through: deployed, its step filled by Acme's set-up. */
  LeadFlow.Deployed sellers() {
    return LeadFlow.of(initech).with("\"pricing\":{\"prices\":[{\"amount\":7}]}").step("""
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"pricing":{"prices":[{"amount":20}]},"integration":{
         "module_id":"leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[]},%s}"""
        .formatted(acme.accountId(), TAKES_FEEDBACK)).deploy();
  }

  /** A flow of Acme's own into its company. @param mappings further ones, each behind a comma */
  LeadFlow.Deployed own(String mappings) {
    return LeadFlow.of(acme).fields("first_name", "last_name", "email", "phone_1", "address_1", "city", "state",
        "postal_code", "age", "comments").step(step(Long.toString(company()), mappings)).deploy();
  }

  static String step(String company, String mappings) {
    return """
        {"type":"recipient","entity":{"id":"5fd0c4ad19e7b2f06a83d541","name":"Sluice CRM"},"integration":{
         "module_id":"sluice-crm.outbound","mappings":[{"property":"company_id","value":"%s"}%s]},%s}"""
        .formatted(company, mappings, TAKES_FEEDBACK);
  }

  static String lead(String email) {
    return """
        {"first_name":"Ann","last_name":"Lee","email":"%s","phone_1":"512-789-%s","state":"TX"}"""
        .formatted(email, 1000 + Math.floorMod(email.hashCode(), 9000));
  }

  List<JsonNode> leads() {
    return acme.get("/api/v1/companies/" + company() + "/leads?per_page=100&sort=id").is(200).json().path("leads")
        .valueStream().toList();
  }

  JsonNode onlyLead() {
    List<JsonNode> leads = leads();
    assertThat(leads).hasSize(1);
    return leads.getFirst();
  }

  void rules(String rules) {
    acme.put("/api/v1/companies/" + company() + "/feedback_rules", "{\"feedback_rules\": [" + rules + "]}").is(200);
  }

  void move(long lead, long stage) {
    acme.put("/api/v1/leads/" + lead, "{\"stage_id\": " + stage + "}").is(200);
  }

  static List<JsonNode> timeline(Party who, String path) {
    return StreamSupport.stream(who.get(path).is(200).json().path("timeline").spliterator(), false).toList();
  }

  static List<String> texts(List<JsonNode> timeline) {
    return timeline.stream().map(moment -> moment.path("text").asString()).toList();
  }

  /** Until it holds. */
  static void await(Supplier<Boolean> what) {
    Instant limit = Instant.now().plus(LIMIT);
    while (!what.get()) {
      assertThat(Instant.now()).as("it should have happened by now").isBefore(limit);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
