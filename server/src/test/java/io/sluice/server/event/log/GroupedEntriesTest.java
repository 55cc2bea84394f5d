package io.sluice.server.event.log;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.kernel.LeadId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What entries that are written together mean to each other (decision 0040). */
class GroupedEntriesTest extends FreshLog {

  private static final String BAD = "bad";

  /** Whoever was told that it is not written makes no use of it, or has sent it again. */
  @Test
  void an_entry_whose_sender_has_given_up_is_not_written_when_a_bad_one_makes_the_group_be_written_one_by_one()
      throws Exception {
    afterABadEntry("PERFORM pg_advisory_xact_lock_shared(1)");
    try (Connection inTheWay = database.getConnection(); Statement statement = inTheWay.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)");
      List<Future<Appended>> others = together(List.of(lead(BAD), lead(), lead(), lead()));
      assertThatThrownBy(others.removeFirst()::get).hasRootCauseInstanceOf(SQLException.class);
      for (Future<Appended> other : others) {
        assertThat(other.get()).isEqualTo(Appended.UNAVAILABLE);
      }
      statement.execute("SELECT pg_advisory_unlock(1)");
    }
    await("the log to go on", () -> log.append(lead("later")) == Appended.STORED);
    assertThat(db.sql("SELECT count(*) FROM event WHERE reason = 'because'").query(Long.class).single())
        .as("the one that was being written").isEqualTo(1);
  }

  @Test
  void where_the_database_goes_away_while_entries_are_written_one_by_one_it_is_not_asked_for_each_of_them()
      throws Exception {
    afterABadEntry("PERFORM nextval('tries'); RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'");
    for (Future<Appended> other : together(List.of(lead(BAD), lead(), lead(), lead())).subList(1, 4)) {
      assertThat(other.get()).isEqualTo(Appended.UNAVAILABLE);
    }
    assertThat(db.sql("SELECT last_value FROM tries").query(Long.class).single()).isEqualTo(1);
  }

  /** A node that stood still, and got its lead back from another that took it over, may have two threads on it. */
  @Test
  void what_one_life_may_still_do_with_a_lead_is_no_leave_for_a_former_one_in_the_same_group() throws Exception {
    LeadId lead = lead().lead().id();
    Receipt now = receipt(lead, 3);
    log.append(new Entry.Opened(now, new Attempt("stp001", List.of(lead.value()), NOW, null, null), null));
    Attempt next = new Attempt("stp002", List.of(lead.value()), NOW, null, null);
    List<Future<Appended>> both = together(
        List.of(new Entry.Continued(receipt(lead, 1), null, next), new Entry.Continued(now, null, next)));
    assertThat(both.getFirst().get()).isEqualTo(Appended.TAKEN_OVER);
    assertThat(both.getLast().get()).isEqualTo(Appended.STORED);
  }

  /** Written by one writer in one transaction: it was busy until all of them had come. */
  private List<Future<Appended>> together(List<Entry> entries) throws SQLException {
    List<Future<Appended>> results = new ArrayList<>();
    try (Connection blocking = database.getConnection(); Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN EXCLUSIVE MODE");
      append(lead("first"));
      await("the writer to be busy", () -> db.sql("""
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE '%INSERT INTO lead %'""").query(Long.class).single() == 1);
      entries.forEach(entry -> results.add(append(entry)));
      blocking.rollback();
    }
    return results;
  }

  /** Returns when it waits to be written. */
  private Future<Appended> append(Entry entry) {
    var task = new FutureTask<>(() -> log.append(entry));
    Thread thread = Thread.ofPlatform().start(task);
    await("it to wait", () -> thread.getState() == Thread.State.WAITING);
    return task;
  }

  /** @param statement is executed for every entry but the bad one, once that was refused */
  private void afterABadEntry(String statement) {
    db.sql("CREATE SEQUENCE refused").update();
    db.sql("CREATE SEQUENCE tries").update();
    db.sql("""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.reason = 'bad' THEN
            PERFORM nextval('refused');
            RAISE EXCEPTION 'bad' USING ERRCODE = 'check_violation';
          ELSIF NEW.reason = 'because' AND (SELECT is_called FROM refused) THEN
            %s;
          END IF;
          RETURN NEW;
        END $$""".formatted(statement)).update();
    db.sql("CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse()").update();
  }

  private static Receipt receipt(LeadId lead, int lives) {
    return new Receipt(ACME, lead, FLOW, INITECH, new NodeId("65f1a2b3c4d5e6f708192f01"), lives, 0, null, NOW,
        new byte[0], null, null);
  }
}
