package io.sluice.server.database;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.kernel.KeptOpen;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What the database has planned for this node's connections. A newer node's migration may give such a statement another
 * result, and PostgreSQL refuses it from then on within a transaction: each connection failed a request.
 */
@Component
class PlannedStatements implements KeptOpen {

  private static final Logger LOG = LoggerFactory.getLogger(PlannedStatements.class);

  private final DataSource database;
  private final MigrationStore store;
  private int migrations = -1;

  PlannedStatements(DataSource database, MigrationStore store) {
    this.database = database;
    this.store = store;
  }

  /** Connections in use are closed when they are given back. */
  @Override
  public void forgetOutdated() {
    int now = store.count();
    if (migrations != -1 && migrations != now) {
      LOG.info("another node changed the tables: this one connects anew");
      pool().getHikariPoolMXBean().softEvictConnections();
    }
    migrations = now;
  }

  private HikariDataSource pool() {
    try {
      return database.unwrap(HikariDataSource.class);
    } catch (SQLException e) {
      throw new IllegalStateException("the database is not a pool", e);
    }
  }
}
