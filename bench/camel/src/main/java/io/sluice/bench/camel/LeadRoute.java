package io.sluice.bench.camel;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.dao.DuplicateKeyException;

/**
 * A lead exchange as one would write it in an afternoon: check three fields, insert with a unique e-mail address, POST to
 * the recipient, update, answer. Insert and update each commit by themselves. What it leaves out (types, prices, caps,
 * events, a journal) it need not pay for.
 *
 * <p>Arguments: port, JDBC URL, user, recipient's URL, how many connections to the database the pool has: where there are
 * more leads at once, they wait for one, as in any such program. The database's password is on standard input.
 */
public final class LeadRoute extends RouteBuilder {

  /** More than the driver usually has connections: nobody waits for a thread, or for a connection to the recipient. */
  private static final int THREADS = 300;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Set<String> STATES = Set.of("Texas", "TX");

  private final int port;
  private final String recipient;

  private LeadRoute(int port, String recipient) {
    this.port = port;
    this.recipient = recipient;
  }

  public static void main(String... words) throws Exception {
    int port = Integer.parseInt(words[0]);
    HikariDataSource database = database(words[1], words[2], new String(System.in.readAllBytes()).strip(),
        Integer.parseInt(words[4]));
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS bench");
      statement.execute("""
          CREATE TABLE IF NOT EXISTS bench.camel_lead (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, body text NOT NULL,
            status text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), answered_at timestamptz)""");
    }
    Main main = new Main();
    main.bind("database", database);
    main.configure().addRoutesBuilder(new LeadRoute(port, words[3]));
    main.run();
  }

  private static HikariDataSource database(String url, String user, String password, int connections)
      throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  @Override
  public void configure() {
    onException(DuplicateKeyException.class).handled(true)
        .process(exchange -> answer(exchange, "failure", "Duplicate")).marshal().json(JsonLibrary.Jackson);
    onException(Exception.class).handled(true).log(LoggingLevel.WARN, "${exception.message}")
        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(500));

    from("jetty:http://127.0.0.1:" + port + "/submit?httpMethodRestrict=POST&chunked=false&minThreads=8&maxThreads=" + THREADS)
        .routeId("submit")
        .convertBodyTo(String.class)
        .setProperty("raw", body())
        .unmarshal().json(JsonLibrary.Jackson, Map.class)
        .process(LeadRoute::check)
        .choice()
          .when(exchangeProperty("problem").isNotNull())
            .process(exchange -> answer(exchange, "failure", exchange.getProperty("problem", String.class)))
          .otherwise()
            .to("direct:take")
        .end()
        .marshal().json(JsonLibrary.Jackson);

    from("direct:take")
        .routeId("take")
        .errorHandler(noErrorHandler())
        .process(exchange -> exchange.setProperty("id", UUID.randomUUID()))
        .to("sql:INSERT INTO bench.camel_lead (id, email, body, status) VALUES (:#${exchangeProperty.id}, "
            + ":#${exchangeProperty.email}, :#${exchangeProperty.raw}, 'received')?dataSource=#database")
        .setBody(exchangeProperty("raw"))
        .removeHeaders("*")
        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
        .setHeader(Exchange.HTTP_METHOD, constant("POST"))
        .to(recipient + "?throwExceptionOnFailure=false&connectionsPerRoute=" + THREADS + "&maxTotalConnections="
            + THREADS)
        .unmarshal().json(JsonLibrary.Jackson, Map.class)
        .process(exchange ->
            exchange.setProperty("outcome", exchange.getMessage().getBody(Map.class).get("outcome")))
        .to("sql:UPDATE bench.camel_lead SET status = :#${exchangeProperty.outcome}, answered_at = now() "
            + "WHERE id = :#${exchangeProperty.id}?dataSource=#database")
        .removeHeaders("*")
        .process(exchange -> answer(exchange, exchange.getProperty("outcome", String.class), null));
  }

  private static void check(Exchange exchange) {
    Map<?, ?> lead = exchange.getMessage().getBody(Map.class);
    String email = String.valueOf(lead.get("email"));
    exchange.setProperty("email", email);
    if (!(lead.get("first_name") instanceof String name) || name.isBlank()) {
      exchange.setProperty("problem", "first_name is missing");
    } else if (!EMAIL.matcher(email).matches()) {
      exchange.setProperty("problem", "email is not valid");
    } else if (!STATES.contains(String.valueOf(lead.get("state")))) {
      exchange.setProperty("problem", "state is not Texas");
    }
  }

  private static void answer(Exchange exchange, String outcome, String reason) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("outcome", outcome);
    if (reason != null) {
      answer.put("reason", reason);
    }
    if (exchange.getProperty("id") instanceof UUID id) {
      answer.put("lead", Map.of("id", id.toString()));
    }
    exchange.getMessage().setBody(answer);
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 201);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
  }
}
