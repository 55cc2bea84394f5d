package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.SluiceServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Receipts that are committed long after everybody has given them up, as those are that wait for a standby (decision 0043). */
class LateCommitTest {

  private static final String LEAD = "{\"email\":\"a@hooli.example\"}";

  @Test
  void a_lead_whose_receipt_is_committed_when_its_own_node_has_ceased_to_look_for_it_is_ended() {
    try (SluiceServer server = SluiceServer.with(Map.of()); FakeRecipient recipient = FakeRecipient.start()) {
      LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).with("""
          "caps":[{"type":"volume","maximum":5,"duration":1,"duration_units":"day"}]""")
          .delivery(recipient.url("/"), "").deploy();
      holdCommits(server.db());
      flow.submit(LEAD).is(503);
      await("its place to be given back", () -> count(server.db(), "cap_slot") == 0);
      letGo(server.db());
      await("the end of the lead", () -> isEnded(server.db()));
      assertThat(server.db().sql("SELECT type || ' ' || outcome FROM event ORDER BY id").query(String.class).list())
          .containsExactly("recipient error", "source success");
      assertThat(recipient.received()).isEmpty();
    }
  }

  @Test
  void a_lead_whose_receipt_is_committed_when_its_node_is_forgotten_is_ended_by_another() {
    SluiceServer server = SluiceServer.with(Map.of());
    try (SluiceServer other = server.twin(); FakeRecipient recipient = FakeRecipient.start()) {
      LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).delivery(recipient.url("/"), "").deploy();
      holdCommits(server.db());
      flow.submit(LEAD).is(503);
      server.close();
      await("it to be forgotten", () -> count(other.db(), "node") == 1);
      letGo(other.db());
      await("the end of the lead", () -> isEnded(other.db()));
      assertThat(other.db().sql("SELECT type || ' ' || outcome FROM event ORDER BY id").query(String.class).list())
          .containsExactly("recipient error", "source success");
      await("its node to be forgotten again", () -> count(other.db(), "node") == 1);
      assertThat(recipient.received()).isEmpty();
    }
  }

  private static void holdCommits(JdbcClient db) {
    db.sql("CREATE TABLE held AS SELECT 1").update();
    db.sql("""
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          WHILE EXISTS (SELECT FROM held) LOOP PERFORM pg_sleep(0.05); END LOOP;
          RETURN NULL; END $$""").update();
    db.sql("""
        CREATE CONSTRAINT TRIGGER held AFTER INSERT ON receipt DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hold()""").update();
  }

  private static void letGo(JdbcClient db) {
    db.sql("DELETE FROM held").update();
  }

  private static boolean isEnded(JdbcClient db) {
    return count(db, "lead") == 1 && count(db, "receipt") == 0;
  }

  private static long count(JdbcClient db, String table) {
    return db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
