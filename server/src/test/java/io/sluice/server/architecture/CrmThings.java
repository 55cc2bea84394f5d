package io.sluice.server.architecture;

import io.sluice.server.Party;
import io.sluice.server.crm.Crm;
import java.util.HashMap;
import java.util.Map;

/** One of each kind of CRM thing, by the start of the path that leads to it. */
final class CrmThings {

  private CrmThings() {}

  static Map<String, String> of(Party owner) {
    Map<String, String> ids = new HashMap<>();
    long company = owner.server().companyOf(owner);
    ids.put("/api/v1/companies/", Long.toString(company));
    ids.put("/api/v1/leads/", owner.post("/api/v1/companies/" + company + "/leads", "{\"email\": \"own@example.com\"}")
        .is(201).at("lead.id"));
    ids.put("/api/v1/users/", Long.toString(Crm.number(owner)));
    return ids;
  }
}
