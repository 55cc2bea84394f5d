package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sources whose senders have one name for all (decision 0079). */
class FullNameTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_name_that_is_mapped_whole_fills_the_fields_of_its_parts_that_were_not_sent() {
    String path = flow("[{\"property\":\"full_name\",\"value\":\"{{visitor}}\"}]");
    assertThat(lead(path, "visitor=Dr+Milton+B+van+Waddams+III").toString()).contains(
        "\"salutation\":\"Dr.\"", "\"name_suffix\":\"III\"").contains("Milton", "van Waddams");
    JsonNode sent = lead(path, "visitor=Milton+Waddams&first_name=Bill&last_name=+");
    assertThat(sent.toString()).contains("Bill", "Waddams").doesNotContain("Milton", "full_name");
    assertThat(lead(path, "last_name=Lumbergh").toString()).contains("Lumbergh").doesNotContain("first_name");
  }

  @Test
  void a_name_that_no_mapping_asks_for_stays_what_it_is() {
    assertThat(lead(flow("[]"), "full_name=Milton+Waddams&last_name=Lumbergh").toString())
        .contains("Lumbergh").doesNotContain("Milton");
  }

  private String flow(String mappings) {
    String id = acme.post("/flows", """
        {"name":"Names","enabled":true,"steps":[],
         "fields":["salutation","first_name","middle_name","last_name","name_suffix"],
         "sources":[{"entity":{"id":"%s","name":"Web form"},"enabled":true,
          "integration":{"module_id":"leadconduit-default.inbound","mappings":%s}}]}"""
        .formatted(LeadFlow.WEB_FORM, mappings)).is(201).at("id");
    acme.post("/flows/" + id + "/deploy").is(200);
    return "/flows/" + id + "/sources/" + LeadFlow.WEB_FORM + "/submit";
  }

  /** What the flow made of the form. */
  private JsonNode lead(String path, String form) {
    String id = server.send(HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form))).is(201).at("lead.id");
    return LeadFlow.Deployed.history(acme, id).getLast().at("/vars/lead");
  }
}
