package io.sluice.server.crm.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.MovableClock;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A company's working periods (crm 2.15). */
class CycleTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final String cycles = "/api/v1/companies/%d/cycles".formatted(server.companyOf(acme));

  @Test
  void cycles_are_made_changed_and_deleted_while_they_are_switched_on() {
    assertThat(create("Early", "2026-01-01", "2026-01-31").is(422).text()).contains("switch the company's cycles on");
    on();
    Reply made = create("Spring", "2026-03-01", "2026-05-31").is(201);
    assertThat(made.json().path("cycle").propertyNames())
        .containsExactlyInAnyOrder("id", "company_id", "name", "starts_on", "ends_on", "current");
    String spring = cycles + "/" + made.at("cycle.id");
    assertThat(acme.put(spring, "{\"ends_on\": \"2026-06-15\"}").is(200).at("cycle.ends_on")).isEqualTo("2026-06-15");
    create("Winter", "2026-01-01", "2026-02-28").is(201);
    assertThat(acme.get(cycles).is(200).json().path("cycles").valueStream().map(cycle -> cycle.path("name").asString()))
        .containsExactly("Spring", "Winter");
    acme.delete(spring).is(200);
    acme.delete(spring).is(404);
    acme.put(spring, "{\"name\": \"Gone\"}").is(404);
  }

  @Test
  void a_cycle_in_which_leads_were_made_is_not_deleted() {
    on();
    String cycle = create("Always", "2000-01-01", "2999-12-31").is(201).at("cycle.id");
    Reply lead = acme.post(cycles.replace("/cycles", "/leads"), "{\"email\": \"maggie@example.com\"}").is(201);
    assertThat(lead.at("lead.cycle_id")).isEqualTo(cycle);
    assertThat(acme.delete(cycles + "/" + cycle).is(422).text()).contains("holds leads");
  }

  @Test
  void no_two_cycles_of_a_company_share_a_day() {
    on();
    create("Spring", "2026-03-01", "2026-05-31").is(201);
    for (String[] days : List.of(
        new String[] {"2026-05-31", "2026-06-30"}, new String[] {"2026-01-01", "2026-03-01"},
        new String[] {"2026-04-01", "2026-04-30"}, new String[] {"2026-01-01", "2026-12-31"})) {
      assertThat(create("Other", days[0], days[1]).is(422).text()).contains("overlap with Spring");
    }
    Reply summer = create("Summer", "2026-06-01", "2026-08-31").is(201);
    acme.put(cycles + "/" + summer.at("cycle.id"), "{\"starts_on\": \"2026-05-31\"}").is(422);
    acme.put(cycles + "/" + summer.at("cycle.id"), "{\"starts_on\": \"2026-06-02\"}").is(200);
  }

  @Test
  void of_cycles_that_overlap_at_the_same_moment_one_is_made() throws Exception {
    on();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "Cycle " + i;
      String starts = "2026-03-0" + (i + 1);
      work.add(() -> create(name, starts, "2026-03-31").status());
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        statuses.add(done.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).filteredOn(status -> status != 201).containsOnly(422);
  }

  @Test
  void a_cycle_that_does_not_fit_is_refused_with_every_reason() {
    on();
    create("Spring", "2026-03-01", "2026-05-31").is(201);
    assertThat(create("SPRING", "2026-07-01", "2026-07-01").is(422).json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("name", "ends_on");
    create("Odd", "2026-02-30", "2026-03-01").is(422);
    create("Odd", "tomorrow", "2026-03-01").is(422);
    assertThat(acme.post(cycles, "{}").is(422).json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("name", "starts_on", "ends_on");
  }

  @Test
  void a_day_begins_and_ends_by_the_accounts_clock() {
    MovableClock clock = new MovableClock(Instant.parse("2026-03-01T04:59:59Z")); // New York is five hours behind
    try (SluiceServer timed = SluiceServer.in(clock)) {
      Party party = timed.open("Acme");
      String path = "/api/v1/companies/%d/cycles".formatted(timed.companyOf(party));
      party.put(path, "{\"cycles_enabled\": true}").is(200);
      party.post(path, "{\"name\": \"March\", \"starts_on\": \"2026-03-01\", \"ends_on\": \"2026-03-31\"}").is(201);
      assertThat(party.get(path).json().at("/cycles/0/current").asBoolean()).isFalse();
      clock.move(Duration.ofSeconds(1));
      assertThat(party.get(path).json().at("/cycles/0/current").asBoolean()).isTrue();
      assertThat(party.get(path.replace("/cycles", "")).json().at("/company/current_cycle"))
          .isEqualTo(party.get(path).json().at("/cycles/0"));
      Reply off = party.put(path, "{\"cycles_enabled\": false}").is(200);
      assertThat(off.at("company.cycles_enabled")).isEqualTo("false");
      assertThat(off.json().at("/company/current_cycle").isNull()).isTrue();
      assertThat(party.get(path).json().at("/cycles/0/current").asBoolean()).isFalse();
    }
  }

  @Test
  void only_admins_change_them() {
    on();
    Party manager = server.colleague(acme, "manager");
    manager.get(cycles).is(200);
    manager.post(cycles, "{\"name\": \"Mine\", \"starts_on\": \"2026-03-01\", \"ends_on\": \"2026-05-31\"}").is(403);
    server.open("Globex").get(cycles).is(403);
  }

  @Test
  void the_switch_needs_to_say_on_or_off() {
    acme.put(cycles, "{}").is(422);
    acme.put(cycles, "{\"cycles_enabled\": \"yes\"}").is(422);
  }

  private void on() {
    acme.put(cycles, "{\"cycles_enabled\": true}").is(200);
  }

  private Reply create(String name, String starts, String ends) {
    return acme.post(cycles,
        "{\"name\": \"%s\", \"starts_on\": \"%s\", \"ends_on\": \"%s\"}".formatted(name, starts, ends));
  }
}
