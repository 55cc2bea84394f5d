package io.sluice.server.architecture;

import io.sluice.server.Party;
import java.util.HashMap;
import java.util.Map;

/** One of each kind of CRM thing, by the start of the path that leads to it. */
final class CrmThings {

  private CrmThings() {}

  static Map<String, String> of(Party owner) {
    Map<String, String> ids = new HashMap<>();
    ids.put("/api/v1/companies/", Long.toString(owner.server().companyOf(owner)));
    return ids;
  }
}
