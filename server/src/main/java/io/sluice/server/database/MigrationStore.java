package io.sluice.server.database;

import io.sluice.server.kernel.WithoutAccount;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Flyway's history of the tables. */
@Repository
@WithoutAccount("tables are the installation's")
class MigrationStore {

  private final JdbcClient db;

  MigrationStore(JdbcClient db) {
    this.db = db;
  }

  int count() {
    return db.sql("SELECT count(*) FROM flyway_schema_history").query(Integer.class).single();
  }
}
