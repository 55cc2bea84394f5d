package io.sluice.server.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a database is and as whom to enter it.
 *
 * @param url a {@code jdbc:postgresql:} URL without user and password
 */
public record DatabaseAddress(String url, String user, String password) {

  private static final String JDBC = "jdbc:";

  /**
   * Reads {@code postgres://user:password@host:port/database?option=value} (also {@code postgresql://}) or the JDBC
   * form {@code jdbc:postgresql://host:port/database?user=…&password=…}. Empty when the text is neither.
   */
  public static Optional<DatabaseAddress> parse(String text) {
    URI uri;
    try {
      uri = new URI(text.startsWith(JDBC) ? text.substring(JDBC.length()) : text);
    } catch (URISyntaxException e) {
      // The text may hold a password, so neither it nor the exception quoting it is passed on.
      return Optional.empty();
    }
    boolean postgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
    if (!postgres || uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      return Optional.empty();
    }
    String user = "";
    String password = "";
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      user = decoded(parts[0]);
      password = parts.length == 2 ? decoded(parts[1]) : "";
    }
    List<String> options = new ArrayList<>();
    for (String option : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      if (option.startsWith("user=")) {
        user = decoded(option.substring("user=".length()));
      } else if (option.startsWith("password=")) {
        password = decoded(option.substring("password=".length()));
      } else {
        options.add(option);
      }
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = options.isEmpty() ? "" : "?" + String.join("&", options);
    String url = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
    return Optional.of(new DatabaseAddress(url, user, password));
  }

  /** The same server and user, another database. */
  public DatabaseAddress withDatabase(String database) {
    int start = url.indexOf('/', "jdbc:postgresql://".length()) + 1;
    int question = url.indexOf('?', start);
    String options = question < 0 ? "" : url.substring(question);
    return new DatabaseAddress(url.substring(0, start) + database + options, user, password);
  }

  /** A connection of its own, outside any pool; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Without the password: addresses end up in logs. */
  @Override
  public String toString() {
    return url + " as " + user;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
