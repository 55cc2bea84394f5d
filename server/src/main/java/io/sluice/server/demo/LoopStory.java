package io.sluice.server.demo;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What comes after the sale: Acme's people work the lead, and Initech hears of it by itself. */
final class LoopStory {

  private static final long AGENT = 4;
  private static final long CONTACTED = 2;
  private static final long WON = 5;
  private static final String PASSWORD = "a boat on Lake Travis";

  private final DemoFile stage;
  private final HttpClient http;
  private final Narrator narrator;
  private final Letters letters;
  private final Actor acme;
  private final Actor initech;
  private final Actor anybody;
  private final String company;

  LoopStory(DemoFile stage, HttpClient http, Narrator narrator, Letters letters, Actor acme, Actor initech,
      Actor anybody) {
    this.stage = stage;
    this.http = http;
    this.narrator = narrator;
    this.letters = letters;
    this.acme = acme;
    this.initech = initech;
    this.anybody = anybody;
    this.company = "/api/v1/companies/" + stage.accounts().get("acme").companyId();
  }

  /** @param sold Initech's id of the lead that the story goes on with */
  void play(String sold, String email) {
    Agent bea = join();
    arrive();
    long lead = find(email);
    work(bea, lead);
    win(bea, lead, sold);
    giveBack(find("bo@example.com"));
    fill();
  }

  /** Somebody of Acme's, her number as a user and that of her access in the company. */
  private record Agent(Actor actor, long user, long userAccess) {}

  private Agent join() {
    narrator.act("Act V: Acme's people");
    String email = "bea@acme.example";

    narrator.scene("Acme asks Bea into its company, as an agent");
    Actor.Reply invited = acme.post("/api/v1/invitations", """
        {"email": "%s", "company_id": %d, "access_id": %d}"""
        .formatted(email, stage.accounts().get("acme").companyId(), AGENT));
    narrator.check(invited.status() == 201 && invited.at("/invitation/status").equals("pending"),
        "an invitation is on its way");
    String code = Letters.token(letters.await(email, "Acme"));
    Actor.Reply opened = anybody.get("/api/v1/invitations/by_code?code=" + code);
    narrator.check(opened.at("/email").equals(email) && !opened.json().path("user_exists").asBoolean(true),
        "the code of the mail tells whom it is for");

    narrator.scene("Bea signs up with the code, signs the terms and is ready");
    Actor.Reply made = anybody.post("/api/v1/users", """
        {"first_name": "Bea", "last_name": "Agent", "email": "%s", "password": "%s", "password_confirmation": "%s",
         "invitation_code": "%s"}""".formatted(email, PASSWORD, PASSWORD, code));
    narrator.check(made.status() == 201 && made.at("/user/primary_access/access_name").equals("agent"),
        "she has the access she was asked in with, and no other");
    String token = anybody.whisper("/api/v1/users/login", """
        {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD)).at("/token");
    Actor bea = new Actor("Bea    ", Actor.token(token), stage.baseUrl(), http, narrator);
    String onboarding = "/api/v1/users/" + made.json().at("/user/id").asLong() + "/onboarding/";
    narrator.check(bea.put(onboarding + "finish", "{\"onboarding_completed\": true}").status() == 422,
        "nobody is ready who has not signed");
    narrator.check(bea.put(onboarding + "terms_and_conditions", "{\"signed\": true}").status() == 200
        && bea.put(onboarding + "finish", "{\"onboarding_completed\": true}").json()
            .at("/user_onboarding/onboarding_completed").asBoolean(), "now she is");
    return new Agent(bea, made.json().at("/user/id").asLong(), made.json().at("/user/primary_access/id").asLong());
  }

  private void arrive() {
    narrator.scene("The leads Initech sold are in Acme's CRM");
    List<JsonNode> all = acme.get(company + "/leads?sort=id").json().path("leads").valueStream().toList();
    narrator.check(all.size() == 3
            && all.stream().allMatch(lead -> lead.at("/source/name").asString("").equals("Initech")),
        "the three that were bought, from the source Initech");
  }

  private long find(String email) {
    return acme.look(company + "/leads").path("leads").valueStream()
        .filter(lead -> lead.path("email").asString("").equals(email)).findFirst()
        .map(lead -> lead.path("id").asLong())
        .orElseThrow(() -> new Story.StoryBroken("the lead of " + email + " is not in the CRM"));
  }

  private void work(Agent bea, long lead) {
    narrator.scene("Acme gives Ann to Bea, who works her");
    narrator.check(bea.actor().get("/api/v1/leads/" + lead).status() == 404, "before, Bea does not see her");
    acme.put("/api/v1/leads/" + lead, "{\"user_access_id\": %d}".formatted(bea.userAccess()));
    narrator.check(bea.actor().look(company + "/leads").path("leads").size() == 1, "now Bea has one lead, her own");
    narrator.check(bea.actor().put("/api/v1/leads/" + lead, "{\"stage_id\": %d}".formatted(CONTACTED))
            .at("/lead/stage/name").equals("Contacted"), "Ann was called");
    narrator.check(bea.actor().post("/api/v1/leads/" + lead + "/notes",
        "{\"body\": \"Has a south roof, wants a quote for 8 kW\"}").status() == 201, "what she wants is noted");
    bea.actor().put("/api/v1/leads/" + lead, """
        {"appointments_attributes": [{"title": "Look at the roof", "starts_at": "2030-05-06T15:00:00Z",
          "ends_at": "2030-05-06T16:00:00Z", "location": "1 Main St, Austin"}]}""");
    narrator.check(bea.actor().look("/api/v1/appointments").at("/appointments/0/title").asString("")
        .equals("Look at the roof"), "they have an appointment");
  }

  private void win(Agent bea, long lead, String sold) {
    narrator.act("Act VI: what becomes of it goes back");

    narrator.scene("For Acme, Won is a conversion");
    narrator.check(acme.put(company + "/feedback_rules", """
        {"feedback_rules": [{"stage_id": %d, "type": "conversion", "grace_seconds": 0}]}""".formatted(WON)).status()
        == 200, "a lead that is won will be told to its seller, at once");

    narrator.scene("Bea wins Ann");
    bea.actor().put("/api/v1/leads/" + lead, "{\"stage_id\": %d}".formatted(WON));
    String heard = "/events?type=feedback-received&rules=" + Story.ofLead(sold);
    narrator.check(Letters.happens(() -> initech.look(heard).path(0).path("outcome").asString("").equals("success")),
        "and Initech has a conversion, without anybody's doing");

    narrator.scene("One lead, one timeline, for each side its own");
    JsonNode seller = timeline(initech, "Initech", "/leads/" + sold + "/timeline");
    JsonNode buyer = timeline(bea.actor(), "Acme", "/api/v1/leads/" + lead + "/timeline");
    narrator.check(seller.toString().contains("Moved to Won") && !seller.toString().contains("8 kW"),
        "Initech sees the stages, and nothing of what was noted");
    narrator.check(buyer.toString().contains("8 kW") && buyer.toString().contains("Submitted to Initech"),
        "Acme sees its own notes, and where the lead began");
  }

  private void giveBack(long lead) {
    narrator.scene("Bo's number is wrong: for that Acme makes a stage, which means a return");
    long invalid = acme.post(company + "/stages", "{\"name\": \"Invalid\", \"terminal\": true}").json()
        .at("/stage/id").asLong();
    acme.put(company + "/feedback_rules", """
        {"feedback_rules": [{"stage_id": %d, "type": "conversion"},
                            {"stage_id": %d, "type": "return", "grace_seconds": 0}]}""".formatted(WON, invalid));
    narrator.check(acme.post("/api/v1/leads/" + lead + "/moves",
        "{\"stage_id\": %d, \"reason\": \"Wrong number\"}".formatted(invalid)).status() == 201,
        "Bo goes there, with a reason");
    String returned = "/events?type=feedback-received&rules=" + Story.ruled("vars.feedback.type", "return");
    narrator.check(Letters.happens(() -> !initech.look(returned).isEmpty()), "Initech has its lead back");
    JsonNode event = initech.look(returned).path(0);
    narrator.check(event.at("/vars/feedback/reason").asString("").equals("Wrong number")
            && event.path("sale_price").asString("").equals("-" + Recipient.PRICE),
        "with the reason, and gives back " + Recipient.PRICE + " USD");
  }

  private JsonNode timeline(Actor who, String name, String path) {
    narrator.say(name);
    JsonNode timeline = who.look(path).path("timeline");
    for (JsonNode moment : timeline) {
      narrator.say("  %s  %-11s %s".formatted(moment.path("at").asString("").replace('T', ' ').substring(0, 19),
          moment.path("kind").asString(""), moment.path("text").asString("")));
    }
    return timeline;
  }

  private void fill() {
    narrator.scene("Acme brings the leads of its old spreadsheet");
    String file = """
        first_name,last_name,email,phone
        Gus,Old,gus@example.com,512-555-0161
        Ann,Lee,ann.lee@example.com,
        Hal,Nobody,,
        """;
    Actor.Reply sent = acme.post(company + "/import", """
        {"file_base64": "%s", "name": "old.csv", "type": "text/csv"}"""
        .formatted(Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8))));
    narrator.check(sent.status() == 201, "the file is taken");
    String path = "/api/v1/import/" + sent.at("/import_file/import_code");
    Letters.happens(() -> acme.look(path).at("/import_file/status").asString("").equals("completed"));
    JsonNode done = acme.get(path).json().path("import_file");
    narrator.check(done.path("total_rows").asInt() == 3 && done.path("imported_rows").asInt() == 1
            && done.path("duplicate_rows").asInt() == 1 && done.path("failed_rows").asInt() == 1,
        "three rows: one is new, Ann is known already, and one has nobody to call");
    narrator.check(acme.look(company + "/leads/duplicates").path("leads").size() == 1,
        "Acme is told who is there twice");
  }
}
