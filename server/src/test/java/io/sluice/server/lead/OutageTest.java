package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database that goes away and comes back. */
class OutageTest {

  /** How long a request waits for a connection. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  @Test
  void senders_are_told_quickly_to_come_again_and_no_restart_is_needed() throws Exception {
    try (SluiceServer server = SluiceServer.with(Map.of())) {
      Party acme = server.open("Acme");
      LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();
      flow.submit("{}").is(201);
      String database = server.db().sql("SELECT current_database()").query(String.class).single();
      try (Connection operator = TestDatabase.empty().connect(); Statement statement = operator.createStatement()) {
        statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
        statement.execute("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = '%s' AND backend_type = 'client backend'""".formatted(database));
        assertThat(server.bean(DataSource.class).unwrap(HikariDataSource.class).getConnectionTimeout())
            .isEqualTo(WAIT.toMillis());
        assertThat(unavailable(() -> flow.submit("{}")).text()).isEqualTo("{\"error\":\"try again in a moment\"}");
        unavailable(() -> flow.submit("{}"));
        unavailable(() -> acme.get("/flows"));
        unavailable(() -> acme.post("/entities", "{}"));
        unavailable(() -> signIn(server, acme));
        unavailable(() -> server.send(HttpRequest.newBuilder(server.url().resolve("/session"))
            .header("Cookie", "sluice_session=" + Base64.getEncoder().encodeToString(
                UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)))));
        assertThat(server.anybody().get("/join/token").status()).as("pages need no database").isEqualTo(200);
        statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
      }
      Instant limit = Instant.now().plusSeconds(60);
      Reply reply = flow.submit("{}");
      while (reply.status() != 201 && Instant.now().isBefore(limit)) {
        Thread.sleep(100);
        reply = flow.submit("{}");
      }
      reply.is(201);
      assertThat(flow.story(reply.at("lead.id"))).containsExactly("source success");
      acme.get("/flows").is(200);
      signIn(server, acme).is(200);
    }
  }

  /** After one wait for a connection: whoever waited twice is answered later than this. */
  private static Reply unavailable(Supplier<Reply> ask) {
    Instant asked = Instant.now();
    Reply reply = ask.get().is(503);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(WAIT.multipliedBy(2));
    assertThat(reply.header("Retry-After")).contains("2");
    assertThat(reply.text()).contains("try again in a moment").doesNotContainIgnoringCase("exception");
    return reply;
  }

  private static Reply signIn(SluiceServer server, Party party) {
    return server.anybody().post("/session", "{\"email\": \"%s\", \"password\": \"%s\"}"
        .formatted(party.email(), party.password()));
  }
}
