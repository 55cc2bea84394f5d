package io.sluice.server.demo;

import io.sluice.server.entity.Entity;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A seller and a buyer who have never met get connected, onboarded and trade leads, and the buyer's people work them:
 * played through the public API and the mails, as they would, each promise checked.
 */
public final class Story implements AutoCloseable {

  private static final String GENERIC_RECIPIENT = "5fd036ac93320bfcfed213fd"; // a standard entity
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Recipient recipient = new Recipient();
  private final DemoFile stage;
  private final Narrator narrator;
  private final Actor acme;
  private final Actor initech;
  private final Actor globex;
  private final Actor anybody;
  private final Letters letters;

  public Story(DemoFile stage, PrintStream out, boolean colours) {
    this.stage = stage;
    this.narrator = new Narrator(out, colours);
    this.acme = actor("Acme   ", stage.accounts().get("acme").apiKey());
    this.initech = actor("Initech", stage.accounts().get("initech").apiKey());
    this.globex = actor("Globex ", stage.accounts().get("globex").apiKey());
    this.anybody = actor("anybody", "");
    this.letters = new Letters(new Actor("", "", stage.inboxUrl(), http, narrator), narrator);
  }

  /** Plays all of it. True if every promise was kept. */
  public boolean play() {
    narrator.title("Initech sells leads. Acme buys them. They have never met.");
    String sold = trade(setUp(handshake()));
    theOtherWayRound();
    new LoopStory(stage, http, narrator, letters, acme, initech, anybody).play(sold, "ann.lee@example.com");
    summary();
    return narrator.broken() == 0;
  }

  @Override
  public void close() {
    recipient.close();
    http.close();
  }

  /** The flows leads go through: the seller's and the buyer's. */
  private record Traded(String seller, String buyer) {}

  /** Where the handshake led to: the seller's flow, the buyer's onboard and the invitation it belongs to. */
  private record Connected(String sellerFlow, String onboard, String invitation) {}

  private Connected handshake() {
    narrator.act("Act I: the handshake");
    DemoFile.Member buyer = stage.accounts().get("acme");

    narrator.scene("Initech invites Acme to buy its leads");
    Actor.Reply invited = initech.post("/invitations/recipient", """
        {"email": "%s", "description": "Solar leads from Texas and around, verified"}""".formatted(buyer.user().email()));
    String pending = invited.at("/entity/id");
    narrator.check(invited.status() == 201 && invited.json().at("/entity/pending").asBoolean(),
        "a pending entity stands for Acme until it accepts");

    narrator.scene("Initech already puts the buyer it waits for into a flow");
    Actor.Reply flow = initech.post("/flows", sellerFlow(pending, buyer.user().email()));
    String sellerFlow = flow.at("/id");
    narrator.check(flow.status() == 201 && !flow.json().at("/steps/0/enabled").asBoolean(),
        "the flow is saved; its step for Acme is disabled");

    narrator.scene("The mail arrives, and Acme opens its link");
    JsonNode mail = letters.await(buyer.user().email(), "invites you");
    narrator.say("“" + mail.path("subject").asString("") + "”  " + mail.at("/links/0").asString(""));
    String link = mail.at("/links/0").asString("");
    String token = link.substring(link.lastIndexOf('/') + 1);
    Actor.Reply preview = anybody.get("/invitations/" + token);
    narrator.check(preview.at("/inviter/name").equals("Initech") && preview.at("/as").equals("buyer"),
        "the link tells who invites, as what and until when");

    narrator.scene("Acme accepts");
    Actor.Reply accepted = acme.post("/invitations/" + token + "/accept", "{}");
    String onboard = accepted.at("/onboard/id");
    narrator.check(accepted.status() == 200 && accepted.at("/onboard/status").equals("created"),
        "the two are connected, and Acme has an onboard: created");
    JsonNode step = initech.look("/flows/" + sellerFlow).at("/steps/0");
    narrator.check(step.at("/entity/name").asString("").equals("Acme") && !step.at("/enabled").asBoolean(),
        "in Initech's flow the step shows Acme by name, still disabled");
    letters.await(stage.accounts().get("initech").user().email(), "Acme");
    narrator.check(true, "Initech got a mail that Acme accepted");

    narrator.scene("Globex, a stranger, looks for all of that");
    narrator.check(globex.get("/onboards/" + onboard).status() == 404
        & globex.get("/flows/" + sellerFlow).status() == 404
        & globex.get("/entities/" + pending).status() == 404, "and finds nothing");
    return new Connected(sellerFlow, onboard, accepted.at("/onboard/invitation_id"));
  }

  private Traded setUp(Connected connected) {
    String sellerFlow = connected.sellerFlow();
    String onboard = connected.onboard();
    String invitation = connected.invitation();
    narrator.act("Act II: delivery set-up, by itself");

    narrator.scene("Acme makes a flow that delivers to its lead system");
    Actor.Reply made = acme.post("/flows", buyerFlow(recipient.url()));
    String buyerFlow = made.at("/id");
    narrator.check(made.status() == 201, "leads from partners will go to " + recipient.url());
    Actor.Reply chosen = acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "flow_id": "%s", "status": "in_progress"}""".formatted(invitation, buyerFlow));
    narrator.check(chosen.at("/status").equals("in_progress"), "the onboard is in progress with that flow");

    narrator.scene("Acme wants its leads in its Sluice CRM, too, and completes its onboarding with that");
    Actor.Reply completed = acme.post("/api/v1/companies/" + stage.accounts().get("acme").companyId() + "/exchange", """
        {"onboard_id": "%s", "flow_id": "%s"}""".formatted(onboard, buyerFlow));
    narrator.check(completed.at("/exchange/onboard/status").equals("completed"), "buyer delivery set-up ran");
    narrator.check(acme.look("/flows/" + buyerFlow).at("/steps/2/integration/module_id").asString("")
        .equals("sluice-crm.outbound"), "what its lead system takes will be a lead of its company");
    JsonNode sources = acme.look("/flows/" + buyerFlow).path("sources");
    narrator.check(sources.valueStream().anyMatch(source -> source.at("/entity/name").asString("").equals("Initech")),
        "Acme's flow has Initech as a source");
    narrator.check(initech.look("/flows/" + sellerFlow).at("/steps/0/integration/mappings").valueStream()
            .anyMatch(mapping -> mapping.path("value").asString("").equals(buyerFlow)),
        "Initech's step knows Acme's flow: flow_id = " + buyerFlow);
    letters.await(stage.accounts().get("initech").user().email(), "Acme", 2);
    narrator.check(true, "Initech got a mail that Acme is ready");
    Actor.Reply again = acme.put("/onboards/" + onboard, """
        {"invitation_id": "%s", "status": "completed"}""".formatted(invitation));
    narrator.check(again.at("/status").equals("completed"), "completing it once more changes nothing and mails nobody");

    narrator.scene("Initech enables the step and deploys its flow");
    ObjectNode flow = (ObjectNode) initech.look("/flows/" + sellerFlow);
    ((ObjectNode) flow.at("/steps/0")).put("enabled", true);
    narrator.check(initech.put("/flows/" + sellerFlow, JSON.writeValueAsString(flow)).status() == 200
        & initech.post("/flows/" + sellerFlow + "/deploy", "").status() == 200, "leads may flow");
    return new Traded(sellerFlow, buyerFlow);
  }

  /** Answers Initech's id of the first lead. */
  private String trade(Traded flows) {
    narrator.act("Act III: leads");
    String path = "/flows/" + flows.seller() + "/sources/" + stage.accounts().get("initech").accountId() + "/submit";

    narrator.scene("A good lead, as a form");
    Actor.Reply form = anybody.submit(path, "application/x-www-form-urlencoded",
        "first_name=Ann&last_name=Lee&email=Ann.Lee%40Example.com&phone_1=%28512%29+789-1111&state=texas");
    JsonNode sale = initech.look("/events?type=recipient&rules=" + ofLead(form.at("/lead/id"))).path(0);
    narrator.check(form.at("/outcome").equals("success") && sale.path("sale_price").asString("").equals(Recipient.PRICE),
        "accepted, and sold to Acme for " + sale.path("sale_price").asString("nothing") + " USD");

    narrator.scene("A good lead, as JSON");
    Actor.Reply json = anybody.submit(path, "application/json", """
        {"first_name": "Bo", "last_name": "Diaz", "email": "bo@example.com", "phone_1": "512-555-0142", "state": "TX"}""");
    narrator.check(json.at("/outcome").equals("success"), "bought as well");

    narrator.scene("A good lead, as XML");
    Actor.Reply xml = anybody.submit(path, "text/xml",
        "<lead><first_name>Cy</first_name><email>cy@example.com</email><phone_1>512 555 0143</phone_1><state>OK</state></lead>");
    narrator.check(xml.at("/outcome").equals("success"), "and this one");

    narrator.scene("A lead from a state Initech does not sell");
    Actor.Reply florida = anybody.submit(path, "application/json", """
        {"first_name": "Di", "email": "di@example.com", "phone_1": "305-555-0144", "state": "FL"}""");
    narrator.check(florida.at("/outcome").equals("failure") && florida.at("/reason").contains("lead.state"),
        "rejected by the flow's criteria, and told why: " + florida.at("/reason"));

    narrator.scene("A lead that Acme's own system refuses");
    Actor.Reply nevada = anybody.submit(path, "application/json", """
        {"first_name": "Ed", "email": "ed@example.com", "phone_1": "702-555-0145", "state": "NV"}""");
    narrator.check(nevada.at("/outcome").equals("failure") && nevada.at("/reason").equals(Recipient.REASON),
        "the buyer's reason reaches the seller's caller: " + nevada.at("/reason"));

    narrator.scene("A body that breaks off");
    Actor.Reply broken = anybody.submit(path, "application/json", "{\"first_name\": \"Fay\", \"email\": \"fay@");
    narrator.check(broken.status() == 400, "is refused in plain text, and no lead exists");

    narrator.scene("What Acme's lead system got");
    recipient.taken().forEach(lead -> narrator.say("• " + lead));
    narrator.check(recipient.taken().size() == 4, "four deliveries: three bought, one refused");
    narrator.check(recipient.taken().getFirst().getOrDefault("email", "").equals("ann.lee@example.com")
            && recipient.taken().getFirst().getOrDefault("state", "").equals("TX"),
        "typed on the way: the address in lower case, texas as TX");

    narrator.scene("One lead as a timeline, on both sides");
    timeline(initech, "Initech", form.at("/lead/id"));
    JsonNode sold = initech.look("/events?rules=" + ofLead(form.at("/lead/id")) + "&sort=asc");
    narrator.check(sold.size() >= 2, "every step left an event");
    JsonNode bought = acme.look("/events?type=source&sort=asc");
    narrator.check(bought.size() == 4, "Acme sees its own four leads, with ids of its own");
    if (!bought.isEmpty()) {
      timeline(acme, "Acme", bought.get(0).at("/vars/lead/id").asString(""));
    }
    narrator.check(globex.look("/events").isEmpty(), "Globex sees none of it");
    return form.at("/lead/id");
  }

  private void timeline(Actor who, String company, String lead) {
    narrator.say(company + ", lead " + lead);
    JsonNode events = who.look("/events?rules=" + ofLead(lead) + "&sort=asc");
    for (JsonNode event : events) {
      String what = event.path("type").asString("") + ": " + event.path("outcome").asString("");
      String why = event.path("reason").asString("");
      String name = event.at("/vars/recipient/name").asString("");
      narrator.say("  %s  %-20s %-22s %4s ms%s".formatted(
          Instant.ofEpochMilli(event.path("start_timestamp").asLong()).toString().substring(11, 23), what, name,
          event.path("ms").asString(""), why.isEmpty() ? "" : "  " + why));
    }
  }

  private void theOtherWayRound() {
    narrator.act("Act IV: the other way round, with a newcomer");
    String newcomer = "hal@hooli.example";

    narrator.scene("Acme invites a seller nobody here knows");
    Actor.Reply invited = acme.post("/invitations/source", "{\"email\": \"%s\"}".formatted(newcomer));
    narrator.check(invited.status() == 201, "a pending seller");
    String link = letters.await(newcomer, "invites you").at("/links/0").asString("");
    String token = link.substring(link.lastIndexOf('/') + 1);

    narrator.scene("The newcomer signs up through the link and is connected");
    narrator.check(anybody.get("/invitations/" + token).json().path("signup_required").asBoolean(),
        "the link knows that there is no account yet");
    Actor.Reply accepted = anybody.post("/invitations/" + token + "/accept", """
        {"signup": {"password": "correct horse battery", "first_name": "Hal", "last_name": "Hooli",
         "company_name": "Hooli", "time_zone": "America/Denver"}}""");
    narrator.check(accepted.status() == 200 && accepted.json().at("/user/verified").asBoolean(),
        "the link proved the address; Hooli is one of Acme's sellers");
    narrator.check(acme.look("/account").path("connected_sellers").size() == 2,
        "Acme has two sellers now: Initech and Hooli");
  }

  private void summary() {
    narrator.act("The end");
    narrator.say(narrator.kept() + " promises kept, " + narrator.broken() + " broken");
  }

  /** Where to look around while the server stays up. */
  public void addresses(PrintStream out, String dataDirectory) {
    out.println();
    out.println("  The exchange       " + stage.baseUrl());
    out.println("  The API reference  " + stage.baseUrl() + "/docs");
    out.println("  The inbox          " + stage.inboxUrl());
    out.println("  Keys and passwords " + dataDirectory + "/demo.json");
    out.println();
    out.println("  curl -su X:" + stage.accounts().get("initech").apiKey() + " " + stage.baseUrl() + "/events?limit=3");
    out.println();
    out.println("  Ctrl-C stops it.");
  }

  private Actor actor(String name, String key) {
    return new Actor(name, key.isEmpty() ? "" : Actor.key(key), stage.baseUrl(), http, narrator);
  }

  /** The story cannot go on. */
  public static final class StoryBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoryBroken(String why) {
      super(why);
    }
  }

  static String ofLead(String id) {
    return ruled("vars.lead.id", id);
  }

  /** The one rule of a search, as it stands in an address. */
  static String ruled(String property, String value) {
    return URLEncoder.encode("""
        [{"lhv": "%s", "op": "is equal to", "rhv": "%s"}]""".formatted(property, value), StandardCharsets.UTF_8);
  }

  private static String sellerFlow(String buyer, String name) {
    return """
        {"name": "Solar leads", "enabled": true,
         "fields": ["first_name", "last_name", "email", "phone_1", "state"],
         "sources": [],
         "acceptance_criteria": {"outcome": "failure", "rule_set": {"op": "and", "rules": [
           {"lhv": "lead.email", "op": "format is valid"},
           {"lhv": "lead.state", "op": "is included in", "rhv": ["TX", "OK", "NM", "NV"]}]}},
         "steps": [
           {"type": "recipient", "enabled": false, "description": "Sell to the buyer",
            "entity": {"id": "%1$s", "name": "%2$s"},
            "integration": {"module_id": "%3$s", "mappings": [
              {"property": "lead.first_name", "value": "{{lead.first_name}}"},
              {"property": "lead.last_name", "value": "{{lead.last_name}}"},
              {"property": "lead.email", "value": "{{lead.email}}"},
              {"property": "lead.phone_1", "value": "{{lead.phone_1}}"},
              {"property": "lead.state", "value": "{{lead.state}}"}]},
            "feedback": {"integration": {"module_id": "leadconduit-standard.inbound.feedback", "mappings": []}},
            "pricing": {"override": true}},
           {"type": "filter", "outcome": "failure", "reason": "{{acme.reason}}", "rule_set": {"op": "and", "rules": [
             {"lhv": "acme.outcome", "op": "is equal to", "rhv": "failure"}]}}]}
        """.formatted(buyer, name, Entity.TO_BUYER);
  }

  private static String buyerFlow(URI recipient) {
    return """
        {"name": "Acme intake", "enabled": true,
         "fields": ["first_name", "last_name", "email", "phone_1", "state"],
         "sources": [],
         "pricing": {"prices": [{"amount": %1$s}]},
         "steps": [
           {"type": "recipient", "entity": {"id": "%2$s", "name": "Generic HTTP recipient"},
            "description": "Acme's lead system",
            "integration": {"module_id": "leadconduit-default.outbound", "mappings": [
              {"property": "url", "value": "%3$s"}, {"property": "method", "value": "POST"}]}},
           {"type": "filter", "outcome": "failure", "reason": "{{generic_http_recipient.reason}}",
            "rule_set": {"op": "and", "rules": [
              {"lhv": "generic_http_recipient.outcome", "op": "is not equal to", "rhv": "success"}]}}]}
        """.formatted(Recipient.PRICE, GENERIC_RECIPIENT, recipient);
  }
}
