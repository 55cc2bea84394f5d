package io.sluice.server.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Making leads: what they are made of, who is whose duplicate, and to whom they go (crm 2.16). */
class NewLeadTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final LeadDesk crm = new LeadDesk(acme);

  @Test
  void a_lead_is_made_and_shown_with_every_field_of_the_contract() {
    JsonNode made = crm.lead("""
        {"first_name": " Mary ", "last_name": "Johnson", "email": "Mary@Example.com", "phone": "+1 512 555 0142",
         "address": "1 Main St", "city": "Austin", "state": "TX", "zip_code": "78701", "country": "US"}""");
    assertThat(made.propertyNames()).containsExactlyInAnyOrder("id", "company_id", "first_name", "last_name",
        "full_name", "email", "phone", "address", "city", "state", "zip_code", "country", "stage", "source", "campaign",
        "territory", "cycle_id", "assigned_to", "duplicate", "duplicate_of_id", "answers", "exchange", "opted_out_at",
        "stage_changed_at", "created_at", "updated_at", "notes", "appointments");
    assertThat(made.path("full_name").asString()).isEqualTo("Mary Johnson");
    assertThat(made.path("email").asString()).isEqualTo("Mary@Example.com");
    assertThat(made.path("stage").toString()).isEqualTo("{\"id\":1,\"name\":\"New\"}");
    assertThat(made.path("source").isNull()).isTrue();
    assertThat(made.path("assigned_to").isNull()).isTrue();
    assertThat(made.path("duplicate").asBoolean()).isFalse();
    assertThat(made.path("exchange").isNull()).isTrue();
    assertThat(acme.get("/api/v1/leads/" + made.path("id").asLong()).is(200).at("lead.full_name"))
        .isEqualTo("Mary Johnson");
  }

  @Test
  void a_lead_needs_an_address_or_a_number() {
    Reply refused = crm.create("{\"first_name\": \"Mary\", \"email\": \"  \"}").is(422);
    assertThat(refused.at("code")).isEqualTo("validation_failed");
    assertThat(refused.json().at("/errors/email/0").asString()).isEqualTo("or phone must be given");
    crm.create("{\"phone\": \"512 555 0142\"}").is(201);
    crm.create("{\"email\": \"a@example.com\"}").is(201);
  }

  @Test
  void everything_that_is_wrong_with_a_lead_is_told_at_once() {
    long foreign = new LeadDesk(server.open("Globex")).source("Theirs");
    Reply refused = crm.create("""
        {"email": "no address", "phone": "x", "stage_id": 99, "source_id": %d, "campaign_id": 5, "territory_id": 6,
         "user_access_id": 999999999}""".formatted(foreign)).is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactlyInAnyOrder(
        "email", "phone", "stage_id", "source_id", "campaign_id", "territory_id", "user_access_id");
    assertThat(crm.create("{\"email\": \"a@example.com\", \"nonsense\": 1}").is(422).json().path("errors").has("nonsense"))
        .isTrue();
    assertThat(crm.create("{").is(422).at("message")).isNotEmpty();
  }

  @Test
  void the_later_of_two_leads_with_the_same_address_is_a_duplicate_of_the_earlier() {
    long original = crm.lead("{\"email\": \"mary@example.com\"}").path("id").asLong();
    JsonNode second = crm.lead("{\"email\": \" MARY@example.COM \"}");
    JsonNode third = crm.lead("{\"email\": \"mary@example.com\", \"phone\": \"512 555 0142\"}");
    assertThat(second.path("duplicate").asBoolean()).isTrue();
    assertThat(second.path("duplicate_of_id").asLong()).isEqualTo(original);
    assertThat(third.path("duplicate_of_id").asLong()).isEqualTo(original);
  }

  @Test
  void numbers_are_the_same_however_they_are_written_and_with_or_without_their_country() {
    long original = crm.lead("{\"phone\": \"(512) 555-0142\"}").path("id").asLong();
    for (String same : List.of("5125550142", "+1 512 555 0142", "1-512-555-0142", "001 512.555.0142")) {
      assertThat(crm.lead("{\"phone\": \"" + same + "\"}").path("duplicate_of_id").asLong()).as(same).isEqualTo(original);
    }
    assertThat(crm.lead("{\"phone\": \"512 555 0143\"}").path("duplicate").asBoolean()).isFalse();
    long british = crm.lead("{\"phone\": \"+44 20 7946 0018\"}").path("id").asLong();
    assertThat(crm.lead("{\"phone\": \"020 7946 0018\", \"country\": \"GB\"}").path("duplicate_of_id").asLong())
        .isEqualTo(british);
  }

  @Test
  void leads_of_other_companies_are_nobodys_duplicates() {
    crm.lead("{\"email\": \"mary@example.com\"}");
    assertThat(new LeadDesk(server.open("Globex")).lead("{\"email\": \"mary@example.com\"}").path("duplicate").asBoolean())
        .isFalse();
  }

  @Test
  void of_the_same_person_made_by_many_at_once_one_lead_is_the_original() throws Exception {
    List<Future<JsonNode>> making = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 16; i++) {
        String body = i % 2 == 0 ? "{\"email\": \"mary@example.com\", \"phone\": \"5125550142\"}"
            : "{\"phone\": \"+15125550142\"}";
        making.add(threads.submit(() -> crm.lead(body)));
      }
    }
    List<JsonNode> made = new ArrayList<>();
    for (Future<JsonNode> one : making) {
      made.add(one.get());
    }
    List<JsonNode> originals = made.stream().filter(lead -> !lead.path("duplicate").asBoolean()).toList();
    assertThat(originals).hasSize(1);
    long original = originals.getFirst().path("id").asLong();
    assertThat(made).filteredOn(lead -> lead.path("duplicate").asBoolean())
        .allMatch(lead -> lead.path("duplicate_of_id").asLong() == original && lead.path("id").asLong() > original);
  }

  @Test
  void a_lead_goes_to_whoever_receives_its_sources_leads_and_has_the_fewest_open_ones() {
    long source = crm.source("Web");
    long first = crm.userAccessOf(server.colleague(acme, "agent"));
    long second = crm.userAccessOf(server.colleague(acme, "agent"));
    crm.receives(source, second);
    crm.receives(source, first);
    List<Long> given = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      given.add(crm.lead("{\"email\": \"a%d@example.com\", \"source_id\": %d}".formatted(i, source))
          .at("/assigned_to/user_access_id").asLong());
    }
    assertThat(given).containsExactly(first, second, first, second);
    // Won leads are no load.
    long busy = crm.lead("{\"email\": \"b@example.com\", \"stage_id\": 5, \"source_id\": %d}".formatted(source))
        .at("/assigned_to/user_access_id").asLong();
    assertThat(busy).isEqualTo(first);
    assertThat(crm.lead("{\"email\": \"c@example.com\", \"source_id\": %d}".formatted(source))
        .at("/assigned_to/user_access_id").asLong()).isEqualTo(first);
  }

  @Test
  void a_territory_comes_before_a_source_and_null_before_both() {
    long source = crm.source("Web");
    long bySource = crm.userAccessOf(server.colleague(acme, "agent"));
    long byTerritory = crm.userAccessOf(server.colleague(acme, "agent"));
    crm.receives(source, bySource);
    long territory = crm.territory("Austin", List.of("78701"), List.of(byTerritory));
    JsonNode lead = crm.lead("{\"email\": \"a@example.com\", \"zip_code\": \"78701-4321\", \"source_id\": %d}".formatted(source));
    assertThat(lead.at("/territory/id").asLong()).isEqualTo(territory);
    assertThat(lead.at("/assigned_to/user_access_id").asLong()).isEqualTo(byTerritory);
    JsonNode elsewhere = crm.lead("{\"email\": \"b@example.com\", \"zip_code\": \"10001\", \"source_id\": %d}".formatted(source));
    assertThat(elsewhere.at("/assigned_to/user_access_id").asLong()).isEqualTo(bySource);
    assertThat(crm.lead("{\"email\": \"c@example.com\", \"zip_code\": \"78701\", \"source_id\": %d, \"user_access_id\": null}"
        .formatted(source)).path("assigned_to").isNull()).isTrue();
    assertThat(crm.lead("{\"email\": \"d@example.com\"}").path("assigned_to").isNull()).isTrue();
    assertThat(crm.lead("{\"email\": \"e@example.com\", \"user_access_id\": %d}".formatted(bySource))
        .at("/assigned_to/user_access_id").asLong()).isEqualTo(bySource);
  }

  @Test
  void many_leads_are_made_at_once_in_their_order_with_their_duplicates() {
    Leads leads = server.bean(Leads.class);
    AccountId account = AccountId.of(acme.accountId());
    long before = crm.lead("{\"email\": \"p0@example.com\"}").path("id").asLong();
    List<NewLead> wanted = IntStream.range(0, 1_000)
        .mapToObj(i -> lead("p" + i % 900 + "@example.com", new Origin.Imported())).toList();
    List<Lead> made = done(leads.createAll(account, new CompanyId(company), UserId.of(acme.userId()), wanted));
    assertThat(made).hasSize(1_000);
    assertThat(made).isSortedAccordingTo(Comparator.comparing(Lead::id));
    assertThat(made).filteredOn(Lead::duplicate).hasSize(101);
    assertThat(made.getFirst().duplicateOf()).isEqualTo(before);
    assertThat(made.get(901).duplicateOf()).isEqualTo(made.get(1).id());
    assertThat(leads.original(account, new CompanyId(company), " P1@example.com", null))
        .isEqualTo(Optional.of(made.get(1).id()));
    assertThat(leads.original(account, new CompanyId(company), "nobody@example.com", null)).isEmpty();
  }

  @Test
  void one_bad_lead_among_many_keeps_all_of_them_out_and_is_named_by_its_place() {
    Leads leads = server.bean(Leads.class);
    AccountId account = AccountId.of(acme.accountId());
    var refused = leads.createAll(account, new CompanyId(company), null,
        List.of(lead("a@example.com", new Origin.Imported()), lead("nonsense", new Origin.Imported())));
    assertThat(refused).isInstanceOfSatisfying(Result.Refused.class, no ->
        assertThat(no.refusal().problem().fields()).containsOnlyKeys("leads[1].email"));
    assertThat(leads.original(account, new CompanyId(company), "a@example.com", null)).isEmpty();
  }

  @Test
  void a_lead_that_was_bought_tells_where_it_came_from() {
    LeadId lead = LeadId.next(Instant.now());
    EventId event = EventId.next(Instant.now());
    Lead made = done(server.bean(Leads.class).create(AccountId.of(acme.accountId()), new CompanyId(company), null,
        lead("a@example.com", new Origin.Sold(lead, event))));
    JsonNode exchange = acme.get("/api/v1/leads/" + made.id()).is(200).json().at("/lead/exchange");
    assertThat(exchange.toString()).isEqualTo("{\"lead_id\":\"%s\",\"event_id\":\"%s\"}".formatted(lead, event));
  }

  private static NewLead lead(String email, Origin origin) {
    return new NewLead(Contact.of("Mary", "Johnson", email, null, null, null, null, null, null), null, null, null, null,
        new Assignment.Routed(), List.of(), origin);
  }

  private static <T> T done(Result<T, LeadRefusal> result) {
    return switch (result) {
      case Result.Done<T, LeadRefusal>(T value) -> value;
      case Result.Refused<T, LeadRefusal>(LeadRefusal refusal) -> throw new AssertionError(refusal.problem().inOneLine());
    };
  }
}
