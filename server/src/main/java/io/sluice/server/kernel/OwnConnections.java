package io.sluice.server.kernel;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections beside those that requests share: however many ask the database long questions, whoever has these does not
 * wait for them.
 */
public final class OwnConnections {

  private OwnConnections() {}

  /**
   * None is made before the first is asked for.
   *
   * @param database a pool, whose settings are taken over
   * @param settings what is said at the beginning of each, besides what the pool says; null for nothing
   */
  public static HikariDataSource of(DataSource database, String name, int most, @Nullable String settings) {
    try {
      var own = new HikariConfig();
      database.unwrap(HikariDataSource.class).copyStateTo(own);
      own.setPoolName(name);
      own.setMaximumPoolSize(most);
      own.setMinimumIdle(0);
      own.setInitializationFailTimeout(-1);
      own.setConnectionInitSql(Stream.of(own.getConnectionInitSql(), settings).filter(Objects::nonNull)
          .collect(Collectors.joining(";")));
      return new HikariDataSource(own);
    } catch (SQLException e) {
      throw new IllegalStateException("the database is not a pool", e);
    }
  }
}
