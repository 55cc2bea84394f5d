package io.sluice.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.event.row.EventDefinition;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A log on a database of its own, and leads to write. */
abstract class FreshLog {

  static final AccountId ACME = AccountId.of("65f1a2b3c4d5e6f708192001");
  static final FlowId FLOW = FlowId.of("65f1a2b3c4d5e6f708192b01");
  static final EntityId INITECH = EntityId.of("65f1a2b3c4d5e6f708192002");
  static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  DatabaseAddress address;
  HikariDataSource database;
  JdbcClient db;
  EventLog log;

  @BeforeEach
  void open() {
    address = TestDatabase.fresh();
    database = poolOf(address.url());
    db = JdbcClient.create(database);
    log = new EventLog(database, EventStreams.NONE);
    log.start();
  }

  HikariDataSource poolOf(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(500);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    log.stop();
    database.close();
  }

  static Entry.Ended lead() {
    return lead("because");
  }

  static Entry.Ended lead(String reason) {
    return lead(reason, definition("{\"step_count\":1}"));
  }

  static EventDefinition definition(String json) {
    return EventDefinition.of(ObjectIds.firstOfMonth(NOW), json);
  }

  static Entry.Ended lead(String reason, @Nullable EventDefinition definition) {
    LeadId id = LeadId.next(NOW);
    EventRow event = new EventRow(ACME, EventId.next(NOW), id, FLOW, INITECH, "source", "success", reason, null, null,
        "leadconduit-default.inbound", null, "here", NOW, NOW, false, null, null, null, null, null, null, definition, "{}",
        "[]");
    return new Entry.Ended(new LeadRow(ACME, id, FLOW, INITECH, NOW, "{}"), List.of(event), null);
  }

  long count(String table) {
    return db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  static void inThreads(int count, Callable<Void> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(count, work))) {
        done.get();
      }
    }
  }

  void refusesOnly(Entry bad) throws Exception {
    List<Future<Appended>> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Entry entry = i == 7 ? bad : lead();
        results.add(threads.submit(() -> log.append(entry)));
      }
      for (int i = 0; i < 20; i++) {
        Future<Appended> result = results.get(i);
        if (i == 7) {
          assertThatThrownBy(result::get).hasRootCauseInstanceOf(SQLException.class);
        } else {
          assertThat(result.get()).isEqualTo(Appended.STORED);
        }
      }
    }
  }
}
