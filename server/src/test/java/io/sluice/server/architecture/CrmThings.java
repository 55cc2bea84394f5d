package io.sluice.server.architecture;

import io.sluice.server.Party;
import io.sluice.server.crm.Crm;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One of each kind of CRM thing, by the start of the path that leads to it. */
final class CrmThings {

  private CrmThings() {}

  static Map<String, String> of(Party owner) {
    Map<String, String> ids = new HashMap<>();
    long company = owner.server().companyOf(owner);
    ids.put("/api/v1/companies/", Long.toString(company));
    JsonNode lead = owner.post("/api/v1/companies/" + company + "/leads", """
        {"email": "own@example.com", "appointments_attributes": [
         {"title": "Own", "starts_at": "2026-03-02T09:00:00Z", "ends_at": "2026-03-02T10:00:00Z"}]}""").is(201).json();
    ids.put("/api/v1/leads/", lead.at("/lead/id").asString());
    ids.put("/api/v1/appointments/", lead.at("/lead/appointments/0/id").asString());
    ids.put("/api/v1/users/", Long.toString(Crm.number(owner)));
    String path = "/api/v1/companies/" + company;
    ids.put("/api/v1/campaigns/", owner.post(path + "/campaigns", "{\"name\": \"Own %d\"}".formatted(System.nanoTime()))
        .is(201).at("campaign.id"));
    ids.put("/api/v1/questions/", owner.post(path + "/questions",
        "{\"name\": \"Own %d\", \"kind\": \"text\"}".formatted(System.nanoTime())).is(201).at("question.id"));
    ids.put("/api/v1/invitations/", owner.post("/api/v1/invitations", "{\"email\": \"x%d@example.org\", \"company_id\": %d, \"access_id\": 4}"
        .formatted(System.nanoTime(), owner.server().companyOf(owner))).is(201).at("invitation.id"));
    ids.put("/api/v1/files/", owner.put("/api/v1/companies/avatar", """
        {"company_id": %d, "name": "dot.png", "type": "image/png", "avatar_base64":
         "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="}"""
        .formatted(company)).is(200).at("company.avatar_route").substring("/api/v1/files/".length()));
    ids.put("/api/v1/import/", owner.post("/api/v1/companies/" + company + "/import",
        "{\"file_base64\": \"ZW1haWwK\", \"name\": \"own.csv\"}").is(201).at("import_file.import_code"));
    return ids;
  }
}
