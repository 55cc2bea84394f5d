package io.sluice.server.crm.optout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.partner.Connections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A person withdraws consent once, and everybody who got her from there learns it. */
class OptOutTest {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final SluiceServer server = SluiceServer.shared();
  private final Party initech = server.open("Initech");
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final String pat = "pat" + COUNTER.incrementAndGet() + "@hooli.example";

  @Test
  void one_call_marks_the_leads_of_a_partner_who_is_told_and_confirms() {
    connect(initech, acme);
    String lead = lead(acme, " " + pat.toUpperCase(java.util.Locale.ROOT), "");
    String other = lead(acme, "other" + pat, "");
    String stranger = lead(globex, pat, "");
    JsonNode made = register(initech, "{\"email\": \"%s\", \"source\": \"telephone\"}".formatted(pat));
    assertThat(made.path("asked").asInt()).isEqualTo(1);
    assertThat(made.at("/holders/0/account/name").asString()).isEqualTo("Acme");
    assertThat(made.at("/holders/0/told_by").asString()).isEqualTo("mail");
    assertThat(optedOutAt(acme, lead)).isEqualTo(made.path("requested_at").asString());
    assertThat(optedOutAt(acme, other)).isEmpty();
    assertThat(optedOutAt(globex, stranger)).as("nobody's partner").isEmpty();

    JsonNode mail = server.awaitMail(acme.email(), 1);
    assertThat(mail.toString()).contains("withdrew consent").contains("CRM " + lead).doesNotContain(pat);
    JsonNode request = acme.get("/opt_out_requests?open=true").is(200).json().get(0);
    assertThat(request.at("/asked_by/name").asString()).isEqualTo("Initech");
    assertThat(request.path("crm_lead_ids").toString()).isEqualTo("[" + lead + "]");
    String path = "/opt_out_requests/" + request.path("id").asString();
    globex.get(path).is(404);
    initech.post(path + "/confirm").is(404);
    String confirmed = acme.post(path + "/confirm").is(200).at("confirmed_at");
    assertThat(acme.post(path + "/confirm").is(200).at("confirmed_at")).isEqualTo(confirmed);
    assertThat(acme.get("/opt_out_requests?open=true").json()).isEmpty();

    String report = "/opt_outs/" + made.path("id").asString();
    assertThat(initech.get(report).is(200).json().path("confirmed").asInt()).isEqualTo(1);
    assertThat(initech.get(report).json().at("/holders/0/confirmed_at").asString()).isEqualTo(confirmed);
    assertThat(initech.get("/opt_outs").is(200).json().get(0)).isEqualTo(initech.get(report).json());
    acme.get(report).is(404);
    globex.get("/opt_outs/x").is(404);
  }

  @Test
  void a_partner_with_an_endpoint_gets_a_message_without_the_person_in_it() {
    connect(initech, acme);
    String lead = lead(acme, pat, "");
    try (FakeRecipient crm = FakeRecipient.start()) {
      acme.post("/webhook_endpoints", "{\"url\": \"%s\", \"types\": [\"person.*\"]}".formatted(crm.url("/hook"))).is(201);
      JsonNode made = register(initech, "{\"email\": \"%s\"}".formatted(pat));
      assertThat(made.at("/holders/0/told_by").asString()).isEqualTo("webhook");
      String body = crm.awaitRequest(Duration.ofSeconds(30)).body();
      assertThat(body).contains("\"type\":\"person.opted_out\"").contains("\"crm_lead_ids\":[" + lead + "]")
          .contains(made.at("/holders/0/request_id").asString()).doesNotContain(pat);
    }
  }

  @Test
  void a_number_is_found_however_it_is_written() {
    connect(initech, acme);
    String number = "512-555-%04d".formatted(COUNTER.incrementAndGet());
    String lead = lead(acme, "", "+1 (512) 555 " + number.substring(8));
    register(initech, "{\"phone\": \"%s\"}".formatted(number));
    assertThat(optedOutAt(acme, lead)).isNotEmpty();
  }

  @Test
  void it_goes_from_partner_to_partner_who_are_not_named_to_those_who_do_not_know_them() {
    Party hooli = server.open("Hooli");
    connect(initech, acme);
    connect(acme, hooli);
    connect(hooli, globex);
    lead(acme, pat, "");
    String far = lead(hooli, pat, "");
    JsonNode holders = register(initech, "{\"email\": \"%s\"}".formatted(pat)).path("holders");
    assertThat(holders.valueStream().map(holder -> holder.at("/account/name").asString("-") + " through "
        + holder.at("/through/name").asString())).containsExactlyInAnyOrder("Acme through Initech", "- through Acme");
    assertThat(optedOutAt(hooli, far)).isNotEmpty();
    assertThat(hooli.get("/opt_out_requests").json().get(0).at("/asked_by/name").asString()).isEqualTo("Acme");
    assertThat(globex.get("/opt_out_requests").json()).isEmpty();
  }

  @Test
  void a_partners_partner_whom_the_person_reaches_later_is_asked_by_the_partner_it_knows() {
    Party hooli = server.open("Hooli");
    connect(initech, acme);
    connect(acme, hooli);
    lead(acme, pat, "");
    String report = "/opt_outs/" + register(initech, "{\"email\": \"%s\"}".formatted(pat)).path("id").asString();
    lead(hooli, pat, "");
    assertThat(hooli.get("/opt_out_requests").json().get(0).at("/asked_by/name").asString()).isEqualTo("Acme");
    assertThat(initech.get(report).json().at("/holders/1/account").isNull()).isTrue();
    assertThat(initech.get(report).text()).doesNotContain("Hooli");
  }

  @Test
  void a_partner_who_holds_nothing_is_not_asked_until_the_person_comes_in() {
    connect(initech, acme);
    JsonNode made = register(initech, "{\"email\": \"%s\"}".formatted(pat));
    assertThat(made.path("asked").asInt()).isZero();
    assertThat(acme.get("/opt_out_requests").json()).isEmpty();
    String lead = lead(acme, pat, "");
    assertThat(optedOutAt(acme, lead)).isEqualTo(made.path("requested_at").asString());
    assertThat(acme.get("/opt_out_requests").json().get(0).path("crm_lead_ids").toString()).isEqualTo("[" + lead + "]");
    assertThat(initech.get("/opt_outs/" + made.path("id").asString()).json().path("asked").asInt()).isEqualTo(1);
  }

  @Test
  void a_lead_that_turns_out_to_be_the_person_is_marked_then() {
    connect(initech, acme);
    String lead = lead(acme, "typo" + pat, "");
    JsonNode made = register(initech, "{\"email\": \"%s\"}".formatted(pat));
    assertThat(optedOutAt(acme, lead)).isEmpty();
    acme.put("/api/v1/leads/" + lead, "{\"email\": \"%s\"}".formatted(pat)).is(200);
    assertThat(optedOutAt(acme, lead)).isEqualTo(made.path("requested_at").asString());
  }

  @Test
  void leads_of_the_exchange_are_found_too() {
    String flow = initech.post("/flows", """
        {"name": "Own", "enabled": true, "fields": ["email", "phone_1"], "sources": [], "steps": []}""").is(201).at("id");
    initech.post("/flows/" + flow + "/deploy").is(200);
    String lead = initech.post("/flows/" + flow + "/sources/" + initech.accountId() + "/submit",
        "{\"email\": \"%s\"}".formatted(pat)).is(201).at("lead.id");
    String id = register(initech, "{\"email\": \"%s\"}".formatted(pat)).path("id").asString();
    Instant limit = Instant.now().plusSeconds(30);
    while (initech.get("/opt_outs/" + id).json().path("asked").asInt() == 0 && Instant.now().isBefore(limit)) {
      Thread.onSpinWait();
    }
    assertThat(initech.get("/opt_out_requests").json().get(0).path("exchange_lead_ids").toString())
        .isEqualTo("[\"" + lead + "\"]");
  }

  @Test
  void a_link_opts_out_when_it_is_confirmed_and_not_when_it_is_opened() {
    connect(initech, acme);
    String lead = lead(acme, pat, "");
    JsonNode link = initech.post("/opt_out_links", "{\"email\": \"%s\"}".formatted(pat)).is(201).json();
    String token = link.path("token").asString();
    assertThat(link.path("url").asString()).endsWith("/opt-out/" + token).doesNotContain("pat");
    assertThat(server.anybody().get("/opt-out/" + token).is(200).text()).contains("left alone");
    assertThat(optedOutAt(acme, lead)).isEmpty();
    server.anybody().post("/opt_outs/by_link", "{\"token\": \"%s\"}".formatted(token)).is(200);
    assertThat(optedOutAt(acme, lead)).isNotEmpty();
    server.anybody().post("/opt_outs/by_link", "{\"token\": \"%s\"}".formatted(token)).is(200);
    JsonNode all = initech.get("/opt_outs").json();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).path("origin").asString()).isEqualTo("link");
  }

  @Test
  void a_link_that_this_server_did_not_write_is_none() {
    String token = initech.post("/opt_out_links", "{\"email\": \"%s\"}".formatted(pat)).is(201).at("token");
    String forAcme = token.replace(initech.accountId(), acme.accountId());
    for (String wrong : List.of(forAcme, token.substring(0, token.length() - 1), "x", "..", token + ".x")) {
      server.anybody().post("/opt_outs/by_link", "{\"token\": \"%s\"}".formatted(wrong)).is(404);
    }
    assertThat(acme.get("/opt_outs").json()).isEmpty();
  }

  @Test
  void the_same_person_opts_out_once_also_at_the_same_time() {
    connect(initech, acme);
    lead(acme, pat, "");
    String body = "{\"email\": \"%s\"}".formatted(pat);
    assertThat(io.sluice.server.crm.Crm.together(List.of(() -> initech.post("/opt_outs", body),
        () -> initech.post("/opt_outs", body), () -> initech.post("/opt_outs", body)))).containsOnly(201);
    assertThat(initech.get("/opt_outs").json()).hasSize(1);
    assertThat(acme.get("/opt_out_requests").json()).hasSize(1);
  }

  @Test
  void nobody_is_refused_and_said_why() {
    assertThat(initech.post("/opt_outs", "{}").is(400).json().path("errors").has("email")).isTrue();
    initech.post("/opt_outs", "{\"email\": \"nobody\", \"phone\": \"12\"}").is(400);
    initech.post("/opt_out_links", "{\"email\": \"\"}").is(400);
    initech.post("/opt_outs", "{\"mail\": \"a@b.example\"}").is(400);
    server.anybody().post("/opt_outs", "{\"email\": \"a@b.example\"}").is(401);
  }

  @Test
  void no_address_and_no_number_is_kept_in_clear() {
    connect(initech, acme);
    lead(acme, pat, "");
    register(initech, "{\"email\": \"%s\"}".formatted(pat));
    for (String table : List.of("opt_out", "opt_out_request", "opted_out_person", "lead_person", "crm_lead_person")) {
      assertThat(server.db().sql("SELECT count(*) FROM " + table + " t WHERE t::text LIKE ?").param("%" + pat + "%")
          .query(Long.class).single()).as(table).isZero();
    }
  }

  @Test
  void who_has_not_confirmed_in_ten_business_days_is_overdue() {
    MovableClock clock = new MovableClock(Instant.parse("2026-03-02T15:00:00Z"));
    try (SluiceServer later = SluiceServer.in(clock)) {
      Party seller = later.open("Initech");
      Party buyer = later.open("Acme");
      connect(seller, buyer);
      lead(buyer, pat, "");
      JsonNode made = register(seller, "{\"email\": \"%s\"}".formatted(pat));
      assertThat(made.path("due_at").asString()).isEqualTo("2026-03-17T04:00:00Z"); // the end of the 16th in New York
      clock.move(Duration.ofDays(14));
      String report = "/opt_outs/" + made.path("id").asString();
      assertThat(seller.get(report).json().path("overdue").asInt()).isZero();
      clock.move(Duration.ofDays(1));
      assertThat(seller.get(report).json().path("overdue").asInt()).isEqualTo(1);
      JsonNode request = buyer.get("/opt_out_requests").json().get(0);
      assertThat(request.path("overdue").asBoolean()).isTrue();
      buyer.post("/opt_out_requests/" + request.path("id").asString() + "/confirm").is(200);
      assertThat(seller.get(report).json().path("overdue").asInt()).as("late is late").isEqualTo(1);
      assertThat(seller.get(report).json().path("confirmed").asInt()).isEqualTo(1);
    }
  }

  private static JsonNode register(Party by, String body) {
    return by.post("/opt_outs", body).is(201).json();
  }

  private static void connect(Party seller, Party buyer) {
    new TransactionTemplate(seller.server().bean(PlatformTransactionManager.class)).executeWithoutResult(_ ->
        seller.server().bean(Connections.class).connect(AccountId.of(buyer.accountId()), AccountId.of(seller.accountId())));
  }

  private static String lead(Party of, String email, String phone) {
    return of.post("/api/v1/companies/" + of.server().companyOf(of) + "/leads",
        "{\"email\": %s, \"phone\": %s}".formatted(quoted(email), quoted(phone))).is(201).at("lead.id");
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "null" : "\"" + text + "\"";
  }

  private static String optedOutAt(Party of, String lead) {
    JsonNode at = of.get("/api/v1/leads/" + lead).is(200).json().at("/lead/opted_out_at");
    return at.isNull() ? "" : at.asString();
  }
}
