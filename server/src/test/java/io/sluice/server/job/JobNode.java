package io.sluice.server.job;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.MovableClock;
import io.sluice.server.database.DatabaseAddress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One program beside others on the same database, with a single database connection. */
final class JobNode implements AutoCloseable {

  static final Duration STOP_GRACE = Duration.ofMillis(500);

  final String name;
  final HikariDataSource pool = new HikariDataSource();
  final JdbcClient db;
  final TransactionTemplate transaction;
  final JobStore store;
  final Jobs jobs;
  final JobWorkers workers;

  JobNode(DatabaseAddress database, MovableClock clock, String name, Duration pollInterval, List<JobHandler> handlers) {
    this.name = name;
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(1);
    db = JdbcClient.create(pool);
    transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    store = new JobStore(db);
    Bell bell = new Bell();
    jobs = new Jobs(store, bell, clock);
    workers = new JobWorkers(handlers,
        handler -> new KindWorker(handler, store, transaction, bell, clock, name, pollInterval),
        () -> {}, STOP_GRACE);
  }

  void enqueue(String key, String payload, Instant runAt) {
    transaction.executeWithoutResult(_ -> jobs.enqueue("call", key, payload, runAt));
  }

  List<Map<String, Object>> rows() {
    return db.sql("SELECT * FROM job").query().listOfRows();
  }

  Map<String, Object> row(String key) {
    return db.sql("SELECT * FROM job WHERE key = :key").param("key", key).query().singleRow();
  }

  Instant runAt(String key) {
    return ((Timestamp) row(key).get("run_at")).toInstant();
  }

  @Override
  public void close() {
    workers.stop();
    pool.close();
  }
}
