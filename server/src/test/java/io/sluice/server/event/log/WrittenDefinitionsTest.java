package io.sluice.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.server.event.row.EventDefinition;
import io.sluice.server.event.row.EventRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenDefinitionsTest extends FreshLog {

  @Test
  void nodes_that_write_the_same_definitions_at_once_keep_each_once() throws Exception {
    EventLog other = new EventLog(database, EventStreams.NONE);
    other.start();
    try {
      inThreads(32, () -> {
        List<EventDefinition> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          all.add(definition("{\"pricing\":{\"prices\":[{\"amount\":%d}]}}".formatted(i)));
        }
        Collections.shuffle(all);
        for (int i = 0; i < all.size(); i++) {
          assertThat((i % 2 == 0 ? log : other).append(lead("because", all.get(i)))).isEqualTo(Appended.STORED);
        }
        return null;
      });
    } finally {
      other.stop();
    }
    assertThat(count("event_definition")).isEqualTo(50);
    assertThat(eventsWithTheirDefinition()).isEqualTo(32 * 50);
  }

  @Test
  void a_definition_that_came_with_a_refused_entry_is_written_with_the_next_that_names_it() {
    Entry.Ended known = lead("because", null);
    log.append(known);
    EventRow event = lead().events().getFirst();
    assertThatThrownBy(() -> log.append(new Entry.Ended(known.lead(), List.of(event), null)))
        .hasRootCauseInstanceOf(SQLException.class);
    assertThat(count("event_definition")).isZero();
    assertThat(log.append(lead())).isEqualTo(Appended.STORED);
    assertThat(eventsWithTheirDefinition()).isEqualTo(1);
  }

  @Test
  void leads_that_were_to_be_written_with_a_refused_one_have_their_definitions() throws Exception {
    Entry.Ended known = lead("because", null);
    log.append(known);
    refusesOnly(known);
    assertThat(eventsWithTheirDefinition()).isEqualTo(19);
  }

  @Test
  void a_database_that_took_the_place_of_another_is_told_the_definitions_it_lacks() throws Exception {
    log.append(lead());
    try (Connection operator = database.getConnection(); Statement statement = operator.createStatement()) {
      statement.execute("DELETE FROM event_definition");
      statement.execute("""
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'""");
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> log.append(lead()) == Appended.STORED);
    assertThat(count("event_definition")).isEqualTo(1);
  }

  private long eventsWithTheirDefinition() {
    return db.sql("""
        SELECT count(*) FROM event e JOIN event_definition d ON d.account_id = e.account_id AND d.id = e.definition_id
        """).query(Long.class).single();
  }
}
