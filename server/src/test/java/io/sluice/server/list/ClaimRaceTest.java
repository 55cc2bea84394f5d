package io.sluice.server.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers on one database: of leads that claim a value at the same moment, one finds it new (decision 0081). */
class ClaimRaceTest {

  private static final int CLAIMS = 24;

  private static SluiceServer one;
  private static SluiceServer other;
  private static AccountId acme;

  @BeforeAll
  static void start() {
    var database = TestDatabase.fresh();
    var url = database.url() + "?user=" + database.user() + "&password=" + database.password();
    one = SluiceServer.with(Map.of("SLUICE_DATABASE_URL", url));
    other = SluiceServer.with(Map.of("SLUICE_DATABASE_URL", url));
    Party party = one.open("Acme");
    party.post("/lists", "{\"name\": \"Seen\"}").is(201);
    acme = AccountId.of(party.accountId());
  }

  @AfterAll
  static void close() {
    other.close();
    one.close();
  }

  @Test
  void of_many_claims_at_once_on_two_servers_one_wins_a_value() throws Exception {
    for (int round = 0; round < 10; round++) {
      assertThat(atOnce("value-" + round, ListItems.ANY_AGE)).as("round %d", round).containsOnlyOnce(true);
    }
  }

  @Test
  void a_value_that_expired_is_taken_over_once() throws Exception {
    for (int round = 0; round < 10; round++) {
      String value = "expired-" + round;
      one.bean(ListItems.class).add(acme, List.of("seen"), List.of(value), Instant.parse("2025-01-01T00:00:00Z"));
      assertThat(atOnce(value, Instant.parse("2026-01-01T00:00:00Z"))).as("round %d", round).containsOnlyOnce(true);
    }
  }

  @Test
  void a_claim_that_is_made_again_after_a_crash_is_known_for_its_own() {
    assertThat(claim(one, "again", "lead-step", ListItems.ANY_AGE)).isTrue();
    assertThat(claim(other, "again", "lead-step", ListItems.ANY_AGE)).isTrue();
    assertThat(claim(other, "again", "another-step", ListItems.ANY_AGE)).isFalse();
  }

  private static List<Boolean> atOnce(String value, Instant since) throws Exception {
    var start = new CountDownLatch(1);
    List<Future<Boolean>> claims = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLAIMS; i++) {
        SluiceServer server = i % 2 == 0 ? one : other;
        String claim = "lead-" + i;
        Callable<Boolean> work = () -> {
          start.await();
          return claim(server, value, claim, since);
        };
        claims.add(threads.submit(work));
      }
      start.countDown();
      List<Boolean> won = new ArrayList<>();
      for (Future<Boolean> made : claims) {
        won.add(made.get());
      }
      return won;
    }
  }

  private static boolean claim(SluiceServer server, String value, String claim, Instant since) {
    return switch (server.bean(ListItems.class).claim(acme, "seen", value, claim, since)) {
      case Result.Done(var claimed) -> claimed.won();
      case Result.Refused(var refusal) -> throw new AssertionError(refusal.problem().inOneLine());
    };
  }
}
