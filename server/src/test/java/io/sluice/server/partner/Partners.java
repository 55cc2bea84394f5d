package io.sluice.server.partner;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.sql.Timestamp;
import java.time.Instant;

/** The moves partners make, for the tests that need them made. */
final class Partners {

  static final String SIGN_UP = """
      {"signup": {"password": "a long enough one", "first_name": "Sam", "last_name": "New", "company_name": "Hooli",
                  "time_zone": "America/Chicago"}}""";

  private Partners() {}

  static Reply inviteSeller(Party buyer, String email) {
    return buyer.post("/invitations/source", "{\"email\": \"%s\"}".formatted(email));
  }

  static Reply inviteBuyer(Party seller, String email) {
    return seller.post("/invitations/recipient", "{\"email\": \"%s\"}".formatted(email));
  }

  /** The two become seller and buyer; answers the acceptance. */
  static Reply connect(Party seller, Party buyer) {
    int before = seller.server().tokensTo(buyer.email()).size();
    inviteBuyer(seller, buyer.email()).is(201);
    String token = seller.server().awaitToken(buyer.email(), before + 1);
    return buyer.post("/invitations/" + token + "/accept").is(200);
  }

  /** Thirty days go by for one invitation. */
  static void expire(SluiceServer server, String entity) {
    Timestamp past = Timestamp.from(Instant.now().minusSeconds(60));
    server.db().sql("UPDATE invitation SET expires_at = :past WHERE entity_id = :entity")
        .param("past", past).param("entity", entity).update();
    server.db().sql("UPDATE entity SET invitation_expires_at = :past WHERE id = :entity")
        .param("past", past).param("entity", entity).update();
  }

  /** A flow of the account with this name, its sources and steps as given; saved, not deployed. Answers its id. */
  static String flow(Party owner, String name, String sources, String steps) {
    return owner.post("/flows", """
        {"name": "%s", "enabled": true, "fields": ["first_name", "last_name", "email", "phone_1", "state"],
         "sources": [%s], "steps": [%s]}""".formatted(name, sources, steps)).is(201).at("id");
  }

  static String source(String entity, String name) {
    return """
        {"entity": {"id": "%s", "name": "%s"}, "enabled": true,
         "integration": {"module_id": "leadconduit-default.inbound",
                         "mappings": [{"property": "state", "value": "{{region}}"}]},
         "acceptance_criteria": {"outcome": "failure", "reason": "no mail address",
                                 "rule_set": {"op": "and", "rules": [{"lhv": "lead.email", "op": "is not blank"}]}}}
        """.formatted(entity, name);
  }

  static String buyerStep(String entity, String name) {
    return """
        {"type": "recipient", "enabled": false, "entity": {"id": "%s", "name": "%s"},
         "integration": {"module_id": "leadconduit-integration-leadconduit.outbound.to_buyer",
                         "mappings": [{"property": "lead.email", "value": "{{lead.email}}"},
                                      {"property": "lead.state", "value": "{{lead.state}}"}]}}
        """.formatted(entity, name);
  }
}
