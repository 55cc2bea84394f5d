package io.sluice.server.retry;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A delivery in the hands of a node that wakes up while another one takes it away. */
class RacedTakeOverTest {

  private static final String GHOST = "65f1a2b3c4d5e6f708192c00";

  private final SluiceServer server = SluiceServer.with(Map.of());
  private final FakeRecipient crm = FakeRecipient.start();

  @AfterEach
  void close() {
    crm.close();
    server.close();
  }

  @Test
  void a_try_that_begins_while_it_is_put_back_as_not_begun_is_not_made_a_second_time() throws Exception {
    crm.answersOnce(FakeRecipient.with(500, "text/html", "<h1>Sorry</h1>"))
        .answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).delivery(crm.url("/"), "\"retry_enabled\":true").deploy();
    String lead = flow.submit("{\"email\":\"a@hooli.example\"}").is(201).at("lead.id");
    server.db().sql("UPDATE retry SET node_id = ?, attempts = 1").param(GHOST).update();
    try (Connection ghost = server.bean(DataSource.class).getConnection(); Statement statement = ghost.createStatement()) {
      ghost.setAutoCommit(false);
      statement.execute("UPDATE retry SET began_at = now()");
      server.db().sql("INSERT INTO node (id, name, started_at, heartbeat_at) VALUES (?, 'ghost:1', now(), '-infinity')")
          .param(GHOST).update();
      await("it to be put back", () -> server.db().sql("""
          SELECT count(*) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE retry SET node_id%'""")
          .query(Long.class).single() == 1);
      ghost.commit();
    }
    await("its end", () -> server.db().sql("SELECT count(*) FROM retry").query(Long.class).single() == 0);
    assertThat(flow.story(lead)).endsWith("retry error");
    assertThat(crm.received()).as("nobody knows whether the other node called it").hasSize(1);
  }
}
