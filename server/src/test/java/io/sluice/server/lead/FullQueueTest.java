package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.KillableServer;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.event.log.Appended;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database that takes, but too slowly for what comes: both writers wait for it, and as many entries for them as may. */
class FullQueueTest {

  /** More than a writer takes at a time, so that the second one takes some too. */
  private static final int FOR_THE_WRITERS = 1_000;
  private static final int QUEUE = 8_192;
  private static final int SOME_MORE = 100;

  @Test
  void whoever_sends_while_too_many_wait_to_be_written_is_told_to_come_again_and_nobody_is_called() throws Exception {
    try (SluiceServer server = SluiceServer.with(Map.of()); FakeRecipient recipient = FakeRecipient.start();
        Connection inTheWay = server.bean(DataSource.class).getConnection();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      Party acme = server.open("Acme");
      LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();
      LeadFlow.Deployed delivers = LeadFlow.of(acme).delivery(recipient.url("/leads"), "").deploy();
      flow.submit("{}").is(201);
      EventLog log = server.bean(EventLog.class);
      Entry ping = new Entry.Pinged(AccountId.of(acme.accountId()), FlowId.of(flow.id()), EntityId.of(flow.source()),
          Instant.now(), true);
      AtomicInteger refused = new AtomicInteger();
      inTheWay.setAutoCommit(false);
      inTheWay.createStatement().execute("LOCK TABLE ping_count IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < FOR_THE_WRITERS; i++) {
        senders.submit(() -> log.append(ping));
      }
      KillableServer.await("both writers to wait", () -> server.db().sql("""
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND query LIKE 'INSERT INTO ping_count%'""").query(Long.class).single() == 2);
      for (int i = 0; i < QUEUE + SOME_MORE; i++) {
        senders.submit(() -> log.append(ping) == Appended.BUSY ? refused.incrementAndGet() : 0);
      }
      KillableServer.await("the queue to be full", () -> refused.get() > 0);

      assertToldToComeAgain(flow.submit("{}"));
      assertToldToComeAgain(delivers.submit("{}"));
      assertThat(log.append(ping)).as("it was full all the while").isEqualTo(Appended.BUSY);
      assertThat(recipient.received()).isEmpty();

      inTheWay.rollback();
      KillableServer.await("room", () -> delivers.submit("{}").status() == 201);
      assertThat(recipient.received()).hasSize(1);
    }
  }

  private static void assertToldToComeAgain(Reply reply) {
    assertThat(reply.is(503).header("Retry-After")).contains("2");
    assertThat(reply.text()).isEqualTo("{\"error\":\"try again in a moment\"}");
  }
}
