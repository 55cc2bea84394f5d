package io.sluice.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who did what, for the account's admins. */
class AuditTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void a_keys_life_is_on_record_and_its_secret_is_not() {
    Reply made = acme.post("/api_keys", "{\"name\": \"Reporting\"}").is(201);
    Reply fresh = acme.post("/api_keys/" + made.at("id") + "/rotate", "{}").is(201);
    acme.delete("/api_keys/" + fresh.at("id")).is(200);

    Reply lines = acme.get("/audit?type=api_key&limit=3").is(200);
    assertThat(said(lines))
        .containsExactly("delete " + fresh.at("id"), "update " + made.at("id"), "create " + made.at("id"));
    assertThat(lines.json().get(0).at("/user/email").asString()).isEqualTo(acme.email());
    assertThat(lines.json().get(0).get("detail").asString()).isEqualTo("Reporting (" + fresh.at("prefix") + "…)");
    assertThat(lines.text()).doesNotContain(made.at("api_key")).doesNotContain(fresh.at("api_key"));
  }

  @Test
  void sign_ins_are_on_record_with_their_address_and_so_are_those_that_were_refused() {
    server.anybody().post("/session", credentials("a wrong guess")).is(401);
    server.anybody().post("/session", credentials(acme.password())).is(200);
    acme.delete("/session").is(200);

    Reply lines = acme.get("/audit?type=session").is(200);
    assertThat(said(lines))
        .containsExactly("delete " + acme.userId(), "create " + acme.userId(), "refuse " + acme.userId());
    assertThat(lines.json().get(2).get("user").isNull()).as("who guesses has not proved who they are").isTrue();
    assertThat(lines.json().get(2).get("address").asString()).isEqualTo("127.0.0.1");
    assertThat(lines.text()).doesNotContain("a wrong guess").doesNotContain(acme.password());
  }

  @Test
  void a_credential_is_on_record_and_its_password_is_not() {
    Reply credential = acme.post("/credentials", """
        {"name": "CRM", "type": "user", "package": "leadconduit-default", "username": "u", "password": "hush-hush"}""")
        .is(201);
    Reply lines = acme.get("/audit?type=credential").is(200);
    assertThat(said(lines)).containsExactly("create " + credential.at("id"));
    assertThat(lines.json().get(0).get("detail").asString()).isEqualTo("CRM");
    assertThat(lines.text()).doesNotContain("hush-hush");
  }

  @Test
  void what_an_account_keeps_is_changed_on_record() {
    acme.put("/account", "{\"data_retention_in_days\": 30}").is(200);
    JsonNode line = acme.get("/audit?type=account&limit=1").is(200).json().get(0);
    assertThat(line.get("action").asString()).isEqualTo("update");
    assertThat(line.get("detail").asString()).isEqualTo("data_retention_in_days: 30");
  }

  @Test
  void a_flow_is_made_changed_and_deleted_on_record() {
    Reply flow = acme.post("/flows", """
        {"name": "Solar", "enabled": true, "fields": ["state"], "sources": [], "steps": []}""").is(201);
    String path = "/flows/" + flow.at("id");
    acme.put(path, flow.text().replace("Solar", "Solar in Texas")).is(200);
    acme.delete(path).is(200);

    JsonNode lines = acme.get("/audit?type=flow").is(200).json();
    assertThat(lines.valueStream().map(line -> line.get("action").asString() + " " + line.get("target_id").asString()
        + " " + line.get("detail").asString() + " " + line.at("/user/email").asString()))
        .containsExactly("delete %s Solar in Texas %s".formatted(flow.at("id"), acme.email()),
            "update %s Solar in Texas %s".formatted(flow.at("id"), acme.email()),
            "create %s Solar %s".formatted(flow.at("id"), acme.email()));
  }

  @Test
  void what_a_key_of_the_accounts_own_did_is_on_record_without_a_user() {
    String key = acme.post("/api_keys", "{\"name\": \"Robot\", \"kind\": \"account\"}").is(201).at("api_key");
    String made = new Party(server, "", "", "", "", key)
        .post("/entities", """
            {"name": "Rainy Leads", "source": "seller", "recipient": null, "module_ids": []}""").is(201).at("id");
    JsonNode line = acme.get("/audit?type=entity&limit=1").is(200).json().get(0);
    assertThat(line.get("target_id").asString()).isEqualTo(made);
    assertThat(line.get("user").isNull()).isTrue();
  }

  @Test
  void pages_follow_each_other_newest_first_and_leave_nothing_out() {
    for (int i = 0; i < 5; i++) {
      acme.post("/api_keys", "{\"name\": \"k" + i + "\"}").is(201);
    }
    List<String> all = ids(acme.get("/audit"));
    List<String> paged = new ArrayList<>();
    for (List<String> page = ids(acme.get("/audit?limit=3")); !page.isEmpty();
        page = ids(acme.get("/audit?limit=3&before_id=" + page.getLast()))) {
      paged.addAll(page);
    }
    assertThat(paged).isEqualTo(all).hasSizeGreaterThan(6);
    acme.get("/audit?limit=0&before_id=x").is(400);
  }

  @Test
  void nobody_reads_anothers_nor_without_a_person_behind_the_key() {
    String made = acme.post("/api_keys", "{\"name\": \"Robot\", \"kind\": \"account\"}").is(201).at("api_key");
    assertThat(server.open("Globex").get("/audit").is(200).text()).doesNotContain(acme.accountId());
    new Party(server, "", "", "", "", made).get("/audit").is(401);
    server.anybody().get("/audit").is(401);
  }

  @Test
  void what_was_refused_leaves_no_line() {
    int before = ids(acme.get("/audit")).size();
    acme.delete("/api_keys/5fd000000000000000000000").is(404);
    acme.post("/api_keys", "{\"name\": \"\"}").is(400);
    assertThat(ids(acme.get("/audit"))).hasSize(before);
  }

  private String credentials(String password) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(acme.email(), password);
  }

  private static List<String> said(Reply lines) {
    return lines.json().valueStream()
        .map(line -> line.get("action").asString() + " " + line.get("target_id").asString()).toList();
  }

  private static List<String> ids(Reply lines) {
    return lines.is(200).json().valueStream().map(line -> line.get("id").asString()).toList();
  }
}
