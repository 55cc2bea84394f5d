package io.sluice.server.event.log;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.kernel.OwnConnections;
import javax.sql.DataSource;

/**
 * The log's own connections, one for each of its writers: a lead never waits for a connection to be written by.
 *
 * <p>What is on its way lies in tables that are empty whenever somebody counts their rows. A plan made for an empty
 * table reads the whole of it, and goes on to when it is full. Every statement of the log looks rows up by their keys,
 * so here the planner is told not to do anything else, and to plan each statement once (decision 0109).
 *
 * <p>The database gives up a statement before the log gives up the database: a commit that nobody waits for any more must
 * not be made when what it waited for is over.
 */
final class LogConnections {

  private static final int WRITERS = 2;
  /** Citus sends a statement to the machine its values name, so it has no plan without them. */
  private static final String SETTINGS = """
      SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode',
        CASE WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN 'auto' ELSE 'force_generic_plan' END,
        false), set_config('statement_timeout', '15s', false)
      """;

  private LogConnections() {}

  static HikariDataSource to(DataSource database) {
    return OwnConnections.of(database, "sluice-log", WRITERS, SETTINGS);
  }
}
