package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  @Test
  void every_call_gives_a_database_of_its_own() throws Exception {
    DatabaseAddress first = TestDatabase.fresh();
    DatabaseAddress second = TestDatabase.fresh();
    try (Connection connection = first.connect(); Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE only_in_the_first (id bigint)");
    }
    try (Connection connection = second.connect();
        var tables = connection.getMetaData().getTables(null, null, "only_in_the_first", null)) {
      assertThat(tables.next()).isFalse();
    }
  }
}
