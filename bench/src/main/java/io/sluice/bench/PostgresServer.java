package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The database that the server started below its data directory, entered from beside it as a person would. */
record PostgresServer(long pid, int port, String password) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final int LOG_PIECES = 100;

  static PostgresServer below(Path dataDirectory) throws IOException {
    Path home = dataDirectory.resolve("postgres");
    try (var clusters = Files.newDirectoryStream(home, "[0-9][0-9]")) {
      List<String> facts = Files.readAllLines(clusters.iterator().next().resolve("postmaster.pid"));
      return new PostgresServer(Long.parseLong(facts.get(PID_LINE).strip()),
          Integer.parseInt(facts.get(PORT_LINE).strip()), Files.readString(home.resolve("password")).strip());
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/sluice";
  }

  String user() {
    return "sluice";
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), user(), password);
  }

  /** Who made the cluster: may set what the application may not. */
  Connection connectAsAdmin() throws SQLException {
    return DriverManager.getConnection(url(), "sluice_admin", password);
  }

  /**
   * Makes it one that has been in use: while its log is young, every 16 MB of it are filled with zeros first while commits
   * wait, later what is no longer needed is used again.
   */
  void age() throws SQLException {
    try (Connection connection = connectAsAdmin(); var statement = connection.createStatement()) {
      for (int i = 0; i < LOG_PIECES; i++) {
        statement.execute("SELECT pg_logical_emit_message(false, 'bench', 'a piece that is empty is not left')");
        statement.execute("SELECT pg_switch_wal()");
      }
      statement.execute("CHECKPOINT");
      statement.execute("CHECKPOINT"); // pieces before the one before it are free
    }
  }

  /** A single number. */
  long number(String sql, String... parameters) throws SQLException {
    try (Connection connection = connect(); var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect(); var row = connection.createStatement().executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  String text(String sql) throws SQLException {
    try (Connection connection = connect(); var row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
