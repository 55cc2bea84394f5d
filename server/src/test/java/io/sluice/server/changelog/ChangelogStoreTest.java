package io.sluice.server.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.TestDatabase;
import io.sluice.server.changelog.ChangelogJson.UserJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ChangelogId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ChangelogStoreTest {

  private static final AccountId ACME = AccountId.of("65f1a2b3c4d5e6f708192001");
  private static final AccountId GLOBEX = AccountId.of("65f1a2b3c4d5e6f708192003");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final UserJson ANNA = new UserJson(
      UserId.of("65f1a2b3c4d5e6f708192101"), "Anna", "Ames", "anna@acme.example");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static ChangelogStore store;

  @BeforeAll
  static void open() {
    var database = TestDatabase.fresh();
    store = new ChangelogStore(JdbcClient.create(
        new DriverManagerDataSource(database.url(), database.user(), database.password())), JSON);
  }

  @Test
  void a_changelog_is_read_as_it_was_written_in_the_order_of_its_properties() {
    String revision = "{\"z\":1,\"a\":{\"y\":[2.50]}}";
    Changelog log = log("f1", ANNA, revision);
    store.insert(ACME, log);
    assertThat(store.find(ACME, log.id())).contains(log);
    assertThat(store.find(ACME, log.id()).orElseThrow().currentRevision()).hasToString(revision);
  }

  @Test
  void what_the_system_did_has_no_author() {
    Changelog log = log("f2", null, "{}");
    store.insert(ACME, log);
    assertThat(store.find(ACME, log.id()).orElseThrow().author()).isNull();
  }

  @Test
  void another_accounts_changelog_is_unknown() {
    Changelog log = log("f3", ANNA, "{}");
    store.insert(ACME, log);
    assertThat(store.find(GLOBEX, log.id())).isEmpty();
    assertThat(store.newest(GLOBEX, 10)).isEmpty();
  }

  @Test
  void the_history_of_one_thing_is_newest_first() {
    List<Changelog> logs = List.of(log("f4", ANNA, "{\"n\":1}"), log("f4", ANNA, "{\"n\":2}"), log("f5", ANNA, "{}"));
    logs.forEach(log -> store.insert(ACME, log));
    assertThat(store.ofTarget(ACME, "flow", "f4", 10)).containsExactly(logs.get(1), logs.get(0));
    assertThat(store.ofTarget(ACME, "entity", "f4", 10)).isEmpty();
  }

  private static Changelog log(String target, @Nullable UserJson author, String current) {
    return new Changelog(ChangelogId.next(NOON), "flow", target, "update", author,
        JSON.readValue(current, ObjectNode.class), JSON.createObjectNode(), NOON);
  }
}
