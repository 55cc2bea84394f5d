package io.sluice.server.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Changes the tables where nobody holds them. Behind a change that waits for a backup wait all leads, on every node, for as long as
 * the backup takes: so it waits two seconds (beforeEachMigrate), gives up, and comes again.
 */
@Component
final class Migrations implements FlywayMigrationStrategy {

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
  /** Then whoever looks after this server is told, and starts it again, by hand or not. */
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String IN_USE = "55P03";
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  @Override
  public void migrate(Flyway flyway) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (!isInUse(e)) {
          throw e;
        }
        if (System.nanoTime() > limit) {
          throw new DatabaseUnavailable("The tables cannot be changed for this version while others hold them, as a backup does: "
              + "start again when it is done.", e);
        }
        LOG.warn("the tables are held, perhaps by a backup: they are changed for this version when they are free");
      }
      pause();
    }
  }

  private static boolean isInUse(FlywayException failure) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> cause instanceof SQLException sql && IN_USE.equals(sql.getSQLState()));
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("The start was interrupted before the tables were changed for this version.", e);
    }
  }
}
