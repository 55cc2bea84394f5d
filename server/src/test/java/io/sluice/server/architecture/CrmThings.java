package io.sluice.server.architecture;

import io.sluice.server.Party;
import io.sluice.server.crm.Crm;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** One of each kind of CRM thing of a company, by the path that leads to it up to its id, or by what the id is called. */
final class CrmThings {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Map<String, String> ids = new HashMap<>();

  private CrmThings() {}

  /** Those of the root company of the owner's account. */
  static Map<String, String> of(Party owner) {
    CrmThings things = in(owner, owner.server().companyOf(owner), owner, owner.server().colleague(owner, "agent"));
    things.ids.put("/api/v1/users/", Long.toString(Crm.number(owner)));
    things.ids.keySet().removeIf(name -> !name.startsWith("/")); // what exchange paths call so is something else
    return things.ids;
  }

  /**
   * @param agent has an access in the company and works what can be worked
   * @param somebody has one too
   */
  static CrmThings in(Party owner, long company, Party agent, Party somebody) {
    CrmThings things = new CrmThings();
    Map<String, String> ids = things.ids;
    String path = "/api/v1/companies/" + company;
    String own = "{\"name\": \"Own %d\"}".formatted(System.nanoTime());
    ids.put("company_id", Long.toString(company));
    ids.put("/api/v1/companies/", Long.toString(company));
    ids.put("user_id", Long.toString(Crm.number(somebody)));
    ids.put("/api/v1/users/", Long.toString(Crm.number(somebody)));
    ids.put("user_access_id", Long.toString(Crm.access(somebody, company)));
    ids.put("/api/v1/users/{user_id}/user_access/", Long.toString(Crm.access(somebody, company)));
    ids.put("/api/v1/accesses/", "4");
    ids.put("/api/v1/memberships/", "1");
    ids.put("membership_id", "1");
    owner.post(path + "/membership?membership_id=3"); // or it is there already
    owner.server().db().sql("UPDATE crm_question SET required = false WHERE company_id = ?").param(company).update();
    JsonNode lead = owner.post(path + "/leads", """
        {"email": "own@example.com", "user_access_id": %d, "appointments_attributes": [
         {"title": "Own", "starts_at": "2026-03-02T09:00:00Z", "ends_at": "2026-03-02T10:00:00Z"}]}"""
        .formatted(Crm.access(agent, company))).is(201).json();
    ids.put("/api/v1/leads/", lead.at("/lead/id").asString());
    ids.put("lead_id", lead.at("/lead/id").asString());
    ids.put("/api/v1/leads/{lead_id}/notes/", owner.post("/api/v1/leads/" + lead.at("/lead/id").asString() + "/notes",
        "{\"body\": \"Own\"}").is(201).at("note.id"));
    ids.put("/api/v1/appointments/", lead.at("/lead/appointments/0/id").asString());
    ids.put("/api/v1/files/", owner.put("/api/v1/companies/avatar", """
        {"company_id": %d, "name": "dot.png", "type": "image/png", "avatar_base64":
         "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="}"""
        .formatted(company)).is(200).at("company.avatar_route").substring("/api/v1/files/".length()));
    ids.put("/api/v1/import/", owner.post(path + "/import", "{\"file_base64\": \"ZW1haWwK\", \"name\": \"own.csv\"}")
        .is(201).at("import_file.import_code"));
    String source = owner.post(path + "/sources", own).is(201).at("source.id");
    ids.put("source_id", source);
    owner.post(path + "/sources/" + source + "/user_access",
        "{\"user_access_id\": %s}".formatted(ids.get("user_access_id"))).is(201);
    ids.put("/api/v1/campaigns/", owner.post(path + "/campaigns", own).is(201).at("campaign.id"));
    String question = owner.post(path + "/questions", own.replace("}", ", \"kind\": \"text\"}")).is(201).at("question.id");
    ids.put("/api/v1/questions/", question);
    ids.put("question_id", question);
    int number = COUNTER.incrementAndGet();
    owner.put(path + "/cycles", "{\"cycles_enabled\": true}").is(200);
    ids.put("cycle_id", owner.post(path + "/cycles", own.replace("}",
        ", \"starts_on\": \"%1$d-01-01\", \"ends_on\": \"%1$d-12-31\"}".formatted(2100 + number))).is(201).at("cycle.id"));
    owner.server().db().sql("""
        INSERT INTO stage (account_id, id, name, name_key, position, terminal, hidden)
        VALUES (:account, :id, :name, :name, 7, false, false)""") // the account's admins make them
        .param("account", owner.accountId()).param("id", 5_000 + number).param("name", "own " + number).update();
    ids.put("stage_id", Integer.toString(5_000 + number));
    ids.put("territory_id", owner.post(path + "/territories",
        "{\"territories\": [{\"name\": \"Own %1$d\", \"zip_codes\": [\"Z%1$d\"]}]}".formatted(number)).is(201)
        .json().at("/territories/0/id").asString());
    ids.put("/api/v1/legal_terms/", "1");
    ids.put("/api/v1/invitations/", owner.post("/api/v1/invitations", """
        {"email": "x%d@example.org", "company_id": %d, "access_id": 4}""".formatted(System.nanoTime(), company))
        .is(201).at("invitation.id"));
    return things;
  }

  /** The id that belongs into a path behind this start of it. */
  String at(String start, String variable) {
    String id = ids.getOrDefault(start, ids.get(variable));
    if (id == null) {
      throw new AssertionError("no thing for {" + variable + "} behind " + start);
    }
    return id;
  }
}
