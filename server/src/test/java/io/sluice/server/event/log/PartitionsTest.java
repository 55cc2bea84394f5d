package io.sluice.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.kernel.ObjectIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionsTest extends FreshLog {

  @Test
  void months_have_tables_of_their_own_before_they_begin() throws Exception {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Partitions partitions = new Partitions(database, clock);
    partitions.make();
    partitions.make();
    log.append(lead());
    assertThat(count("event_2026_11")).isEqualTo(1);
    assertThat(count("event_default")).isZero();
    assertThat(count("event_body_2027_01")).isZero();
  }

  @Test
  void what_is_found_by_its_key_only_is_not_vacuumed_because_rows_came() throws Exception {
    new Partitions(database, Clock.fixed(NOW, ZoneOffset.UTC)).make();
    assertThat(db.sql("""
        SELECT DISTINCT inhparent::regclass::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
         WHERE 'autovacuum_vacuum_insert_threshold=-1' = ANY (reloptions)""").query(String.class).list())
        .containsExactlyInAnyOrder("lead", "event_body");
    assertThat(db.sql("""
        SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
         WHERE inhparent IN ('lead'::regclass, 'event_body'::regclass)
           AND ('autovacuum_vacuum_insert_threshold=-1' = ANY (reloptions)) IS NOT TRUE""").query(String.class).list())
        .as("neither those made before nor those made now").isEmpty();
  }

  @Test
  void nodes_that_make_the_same_months_at_once_make_each_once() throws Exception {
    Partitions partitions = new Partitions(database, Clock.fixed(NOW, ZoneOffset.UTC));
    inThreads(4, () -> {
      partitions.make();
      return null;
    });
    assertThat(count("event_2026_11")).isZero();
  }

  @Test
  void months_that_cannot_be_made_while_a_backup_runs_hold_no_lead_up() throws Exception {
    Partitions partitions = new Partitions(database, Clock.fixed(NOW.plus(Duration.ofDays(365)), ZoneOffset.UTC));
    try (Connection backup = database.getConnection(); Statement statement = backup.createStatement()) {
      backup.setAutoCommit(false);
      statement.execute("LOCK TABLE lead, event, event_body IN ACCESS SHARE MODE");
      CompletableFuture<Void> making = CompletableFuture.runAsync(
          () -> assertThatThrownBy(partitions::make).hasMessageContaining("lock timeout"));
      while (!making.isDone()) {
        long began = System.nanoTime();
        assertThat(log.append(lead())).isEqualTo(Appended.STORED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      }
      making.get();
      backup.rollback();
    }
    partitions.make();
  }

  @Test
  void a_month_that_a_wrong_clock_has_begun_keeps_no_other_from_a_table_of_its_own() throws Exception {
    String january = ObjectIds.firstAt(Instant.parse("2027-01-15T00:00:00Z"));
    db.sql("INSERT INTO lead_default VALUES (:account, :id, :id, :id, now(), '{}')")
        .param("account", ACME.value()).param("id", january).update();
    Partitions partitions = new Partitions(database, Clock.fixed(NOW, ZoneOffset.UTC));
    assertThatThrownBy(partitions::make).isInstanceOf(SQLException.class);
    assertThat(count("event_2027_01")).isZero();
    assertThat(count("lead_2026_12")).isZero();
  }

  @Test
  void a_definition_lies_in_the_month_of_the_events_that_name_it() throws Exception {
    new Partitions(database, Clock.fixed(NOW, ZoneOffset.UTC)).make();
    log.append(lead());
    assertThat(count("event_definition_2026_11")).isEqualTo(1);
  }
}
