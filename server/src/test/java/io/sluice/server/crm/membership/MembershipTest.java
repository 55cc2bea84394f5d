package io.sluice.server.crm.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Plans, and what a company on one can still do (crm 2.7, 2.8). */
class MembershipTest {

  private static final int STARTER = 1; // three users, 500 leads a month
  private static final int TEAM = 2;
  private static final int UNLIMITED = 3;

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long root = server.companyOf(acme);
  private final String membership = "/api/v1/companies/" + root + "/membership";

  @Test
  void the_plans_are_listed_and_shown() {
    JsonNode plans = acme.get("/api/v1/memberships").is(200).json().path("memberships");
    JsonNode starter = plans.valueStream().filter(plan -> plan.path("id").asInt() == STARTER).findFirst().orElseThrow();
    assertThat(starter.propertyNames()).containsExactly("id", "name", "description", "price_cents", "currency",
        "interval", "max_users", "max_leads_per_month", "active");
    assertThat(acme.get("/api/v1/memberships/1").is(200).json().path("membership")).isEqualTo(starter);
    assertThat(acme.get("/api/v1/memberships/3").json().at("/membership/max_users").isNull()).isTrue();
    acme.get("/api/v1/memberships/99").is(404);
    acme.get("/api/v1/memberships/x").is(404);
  }

  @Test
  void a_company_takes_a_plan_and_another_one_replaces_it() {
    JsonNode attached = attach(STARTER).is(201).json().path("company_membership");
    assertThat(attached.propertyNames()).containsExactly("id", "company_id", "membership", "status", "started_at",
        "current_period_end", "canceled_at");
    assertThat(attached.path("status").asString()).isEqualTo("active");
    assertThat(attached.path("canceled_at").isNull()).isTrue();
    assertThat(acme.get("/api/v1/companies/" + root).json().at("/company/membership")).isEqualTo(attached);
    assertThat(attach(STARTER).is(422).json().at("/errors/membership_id/0").asString()).contains("already");
    attach(UNLIMITED).is(201);
    assertThat(acme.get("/api/v1/companies/" + root).json().at("/company/membership/membership/name").asString())
        .isEqualTo("Unlimited");
    assertThat(server.db().sql("SELECT status FROM company_membership WHERE company_id = ? ORDER BY id")
        .param(root).query(String.class).list()).containsExactly("replaced", "active");
  }

  @Test
  void requests_that_attach_at_once_leave_one_active_plan() {
    List<Integer> statuses = Crm.together(List.of(() -> attach(STARTER), () -> attach(TEAM), () -> attach(STARTER)));
    assertThat(statuses).isSubsetOf(201, 422);
    assertThat(server.db().sql("SELECT count(*) FROM company_membership WHERE company_id = ? AND status = 'active'")
        .param(root).query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void only_an_admin_attaches_and_cancels_and_only_what_there_is() {
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    manager.post(membership + "?membership_id=1").is(403);
    globex.post(membership + "?membership_id=1").is(403);
    acme.post("/api/v1/companies/999999999999/membership?membership_id=1").is(404);
    attach(99).is(404);
    assertThat(acme.post(membership).is(422).json().path("errors").has("membership_id")).isTrue();
    acme.post(membership + "?membership_id=x").is(422);
    acme.post(membership + "/cancel").is(404);
    attach(STARTER).is(201);
    manager.post(membership + "/cancel").is(403);
    globex.post(membership + "/cancel").is(403);
  }

  @Test
  void a_plan_that_is_too_small_for_the_company_is_refused() {
    for (int i = 0; i < 3; i++) {
      server.colleague(acme, "agent");
    }
    assertThat(attach(STARTER).is(422).json().at("/errors/membership_id/0").asString())
        .isEqualTo("allows 3 users, and the company has 4 with those who are invited");
    attach(TEAM).is(201);
  }

  @Test
  void no_more_users_come_in_than_the_plan_allows_also_when_all_come_at_once() {
    long west = Crm.branch(acme, root, "West");
    acme.post("/api/v1/companies/" + west + "/membership?membership_id=1").is(201);
    List<Party> people = List.of(server.colleague(acme, "agent"), server.colleague(acme, "agent"),
        server.colleague(acme, "agent"), server.colleague(acme, "agent"));
    List<Integer> statuses = Crm.together(people.stream().<java.util.concurrent.Callable<Reply>>map(person ->
        () -> acme.post(Crm.accessesOf(person),
            "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}".formatted(west))).toList());
    assertThat(statuses).containsExactlyInAnyOrder(201, 201, 422, 422); // with the admin three
    Reply refused = people.stream().map(person -> acme.post(Crm.accessesOf(person),
        "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}".formatted(west))).toList().getFirst();
    assertThat(refused.status()).isEqualTo(422);
    Party outside = people.stream().filter(person -> person.get("/api/v1/companies/" + west).status() == 403).findFirst().orElseThrow();
    assertThat(acme.post(Crm.accessesOf(outside),
        "{\"user_accesses_attributes\": [{\"company_id\": %d, \"access_id\": 4}]}".formatted(west)).at("code"))
        .isEqualTo("membership_limit_reached");
  }

  @Test
  void room_for_leads_is_taken_as_far_as_it_goes() {
    attach(STARTER).is(201);
    assertThat(take(400)).isEqualTo(400);
    assertThat(take(150)).isEqualTo(100);
    assertThat(take(1)).isZero();
    Room room = server.bean(Memberships.class).room(AccountId.of(acme.accountId()), new CompanyId(root));
    assertThat(room.forLeads(1)).isFalse();
    assertThat(room.forUsers(2)).isTrue();
    assertThat(room.forUsers(3)).isFalse();
    attach(UNLIMITED).is(201);
    assertThat(take(1_000_000)).isEqualTo(1_000_000);
  }

  private Reply attach(int plan) {
    return acme.post(membership + "?membership_id=" + plan);
  }

  private long take(long wanted) {
    Long taken = new TransactionTemplate(server.bean(PlatformTransactionManager.class)).execute(_ ->
        server.bean(Memberships.class).takeLeads(AccountId.of(acme.accountId()), new CompanyId(root), wanted));
    return taken == null ? -1 : taken;
  }

  @Test
  void a_canceled_plan_holds_to_the_end_of_its_period_then_the_company_can_only_be_read() {
    MovableClock clock = new MovableClock(Instant.parse("2026-01-31T10:00:00Z"));
    try (SluiceServer later = SluiceServer.in(clock)) {
      Party admin = later.open("Acme");
      long company = later.companyOf(admin);
      String path = "/api/v1/companies/" + company + "/membership";
      assertThat(admin.post(path + "?membership_id=1").is(201).at("company_membership.current_period_end"))
          .isEqualTo("2026-02-28T10:00:00Z");
      clock.move(Duration.ofDays(40)); // 12 March
      assertThat(admin.get("/api/v1/companies/" + company).at("company.membership.current_period_end"))
          .isEqualTo("2026-03-31T10:00:00Z");
      Reply canceled = admin.post(path + "/cancel").is(200);
      assertThat(canceled.at("company_membership.status")).isEqualTo("canceled");
      assertThat(canceled.at("company_membership.canceled_at")).isEqualTo("2026-03-12T10:00:00Z");
      assertThat(canceled.at("company_membership.current_period_end")).isEqualTo("2026-03-31T10:00:00Z");
      admin.put("/api/v1/companies/" + company, "{\"name\": \"Still\"}").is(200);
      admin.post(path + "/cancel").is(404);
      clock.move(Duration.ofDays(20));
      admin.get("/api/v1/companies/" + company).is(200);
      assertThat(admin.put("/api/v1/companies/" + company, "{\"name\": \"No more\"}").is(422).at("code"))
          .isEqualTo("membership_limit_reached");
      admin.post("/api/v1/companies", "{\"name\": \"B\", \"parent_company_id\": " + company + "}").is(422);
      admin.post(path + "?membership_id=1").is(201);
      admin.put("/api/v1/companies/" + company, "{\"name\": \"Again\"}").is(200);
    }
  }

  @Test
  void whoever_runs_the_server_says_which_plans_there_are() {
    String small = """
        {"name": "Small", "description": "For two", "price_cents": 1900, "interval": "year", "max_users": 2, "max_leads_per_month": null}""";
    acme.post("/api/v1/memberships", small).is(403);
    acme.put("/api/v1/memberships/1", small).is(403);
    try (SluiceServer own = SluiceServer.with(Map.of("SLUICE_SUPERUSERS", "root@example.com"))) {
      Party root = superuser(own);
      JsonNode made = root.post("/api/v1/memberships", small).is(201).json().path("membership");
      assertThat(made.path("interval").asString()).isEqualTo("year");
      assertThat(made.path("currency").asString()).isEqualTo("USD");
      String plan = "/api/v1/memberships/" + made.path("id").asLong();
      Party globex = own.open("Globex");
      String taken = "/api/v1/companies/" + own.companyOf(globex) + "/membership?membership_id=" + made.path("id").asLong();
      globex.post(taken).is(201);
      root.put(plan, "{\"name\": \"Small\", \"max_users\": 1, \"active\": false}").is(200);
      assertThat(globex.get("/api/v1/memberships").text()).doesNotContain("Small");
      assertThat(globex.get(plan).is(200).json().at("/membership/active").asBoolean()).isFalse();
      own.open("Initech").post(taken).is(403);
      Party initech = own.open("Initech");
      initech.post("/api/v1/companies/" + own.companyOf(initech) + "/membership?membership_id=" + made.path("id").asLong()).is(422);
      root.put("/api/v1/memberships/99", small).is(404);
      root.post("/api/v1/memberships", "{\"name\": \"\", \"currency\": \"dollars\"}").is(422);
      assertThat(root.get("/api/v1/companies").is(200).json().at("/meta/total").asLong()).isGreaterThanOrEqualTo(4);
    }
  }

  private static Party superuser(SluiceServer own) {
    Party root = own.open("Root");
    own.db().sql("UPDATE account_user SET email = 'root@example.com' WHERE id = ?").param(root.userId()).update();
    return root;
  }
}
