package io.sluice.server;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.cli.RunningServer;
import io.sluice.server.database.Database;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.demo.Inbox;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.settings.SluiceSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real server on a port, with a real database and a real mailbox. One for all tests that need nothing special; each
 * test opens accounts of its own, so none sees another's.
 */
public final class SluiceServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration MAIL_LIMIT = Duration.ofSeconds(15);
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static @Nullable SluiceServer shared;
  private static @Nullable RuntimeException neverStarted;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Inbox inbox;
  private final Database database;
  private final RunningServer server;
  private final DatabaseAddress address;

  private SluiceServer(Map<String, String> settings, DatabaseAddress address, Class<?> program) {
    inbox = Inbox.open(Clock.systemUTC());
    this.address = address;
    int port = freePort();
    Map<String, String> variables = new TreeMap<>(Map.of(
        "SLUICE_PORT", Integer.toString(port),
        "SLUICE_ADDRESS", "127.0.0.1",
        "SLUICE_BASE_URL", "http://localhost:" + port,
        "SLUICE_DATABASE_URL", address.url() + "?user=" + address.user() + "&password=" + address.password(),
        "SLUICE_SMTP_URL", inbox.smtpUrl().toString(),
        "SLUICE_SECRET_KEY", "c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=",
        "SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8,localhost",
        "SLUICE_RATE_OPEN_PER_MINUTE", "0", // all tests sign in from one address
        "SLUICE_DRAIN_SECONDS", "0"));
    variables.putAll(settings);
    SluiceSettings read = switch (SluiceSettings.read(variables)) {
      case SluiceSettings.Reading.Accepted(SluiceSettings accepted) -> accepted;
      case SluiceSettings.Reading.Refused(List<String> problems) -> throw new IllegalStateException(problems.toString());
    };
    database = Database.open(read.database(), EmbeddedPostgres.Settings.of(read.dataDirectory()));
    server = RunningServer.start(program, read, database);
  }

  /** The server most tests share; it ends with the test process. */
  public static synchronized SluiceServer shared() {
    SluiceServer running = shared;
    if (neverStarted != null) {
      throw new IllegalStateException("the shared server did not start, see the first test", neverStarted);
    }
    if (running == null) {
      try {
        running = new SluiceServer(Map.of(), TestDatabase.fresh(), Sluice.class);
      } catch (RuntimeException e) {
        neverStarted = e;
        throw e;
      }
      shared = running;
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    }
    return running;
  }

  /** A server of one's own, with settings that differ. */
  public static SluiceServer with(Map<String, String> settings) {
    return new SluiceServer(settings, TestDatabase.fresh(), Sluice.class);
  }

  /** A server of one's own that has more to it. @param program imports {@link Sluice} */
  public static SluiceServer running(Class<?> program) {
    return new SluiceServer(Map.of(), TestDatabase.fresh(), program);
  }

  /** A server of one's own that lives in the time of this clock. */
  public static SluiceServer in(MovableClock clock) {
    return in(clock, Map.of());
  }

  public static SluiceServer in(MovableClock clock, Map<String, String> settings) {
    synchronized (Timed.class) {
      Timed.clock = clock;
      return new SluiceServer(settings, TestDatabase.fresh(), Timed.class);
    }
  }

  /** A second server on the database of this one. */
  public SluiceServer twin() {
    return twin(Map.of());
  }

  public SluiceServer twin(Map<String, String> settings) {
    return new SluiceServer(settings, address, Sluice.class);
  }

  /** The program with a clock that a test moves. */
  @Import(Sluice.class)
  static class Timed {

    private static @Nullable MovableClock clock;

    @Bean
    @Primary
    Clock movableClock() {
      return Objects.requireNonNull(clock);
    }
  }

  @Override
  public void close() {
    server.close();
    database.close();
    inbox.close();
  }

  public URI url() {
    return server.url();
  }

  public <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  /** To look at, or spoil, what is stored. */
  public JdbcClient db() {
    return server.bean(JdbcClient.class);
  }

  /** An account with one admin, and her key. */
  public Party open(String company) {
    return open(company, Plan.PRO);
  }

  public Party open(String company, Plan plan) {
    String email = company.toLowerCase(java.util.Locale.ROOT) + COUNTER.incrementAndGet() + "@example.com";
    String password = "correct horse " + COUNTER.get();
    Accounts.Opened opened = done(server.bean(Accounts.class).open(
        new NewAccount(company, "America/New_York", plan),
        new NewUser(new EmailAddress(email), password, "Alex", company, true)));
    ApiKeys.Shown key = done(server.bean(ApiKeys.class).create(opened.account().id(), opened.user().id(), "test"));
    return new Party(this, opened.account().id().value(), opened.user().id().value(), email, password, key.secret());
  }

  /** Somebody with this access in the root company of the admin's account, and her key. */
  public Party colleague(Party admin, String access) {
    return colleague(admin, companyOf(admin), access);
  }

  public Party colleague(Party admin, long company, String access) {
    int number = COUNTER.incrementAndGet();
    String email = access + number + "@example.com";
    String password = "correct horse " + number;
    AccountId account = AccountId.of(admin.accountId());
    User user = done(bean(Users.class).join(account,
        new NewUser(new EmailAddress(email), password, "Casey", "Number" + number, true)));
    db().sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        VALUES (nextval('user_access_number'), ?, ?, ?, true, now())""")
        .params(user.id().value(), company, access).update();
    ApiKeys.Shown key = done(bean(ApiKeys.class).create(account, user.id(), "test"));
    return new Party(this, admin.accountId(), user.id().value(), email, password, key.secret());
  }

  /** The CRM's number of the party's root company. */
  public long companyOf(Party party) {
    return bean(Accounts.class).rootCompany(AccountId.of(party.accountId())).orElseThrow().value();
  }

  private static <T> T done(Result<T, ?> result) {
    return switch (result) {
      case Result.Done<T, ?>(T value) -> value;
      case Result.Refused<T, ?>(var refusal) -> throw new AssertionError(refusal.problem().inOneLine());
    };
  }

  /** Somebody without credentials. */
  public Party anybody() {
    return new Party(this, "", "", "", "", "");
  }

  /** A request as it stands: for what no party would send. */
  public Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All mails to an address so far, newest last. */
  public List<JsonNode> mailsTo(String email) {
    List<JsonNode> mails = new ArrayList<>();
    String all = send(HttpRequest.newBuilder(URI.create(inbox.url() + "/messages"))).text();
    for (JsonNode mail : JSON.readTree(all)) {
      for (JsonNode to : mail.get("to")) {
        if (to.asString().equalsIgnoreCase(email)) {
          mails.add(mail);
        }
      }
    }
    return mails;
  }

  /** The address's newest mail, once it has this many. */
  public JsonNode awaitMail(String email, int count) {
    Instant limit = Instant.now().plus(MAIL_LIMIT);
    while (Instant.now().isBefore(limit)) {
      List<JsonNode> mails = mailsTo(email);
      if (mails.size() >= count) {
        return mails.get(count - 1);
      }
      pause();
    }
    throw new AssertionError("no mail " + count + " to " + email + " within " + MAIL_LIMIT + ": " + mailsTo(email));
  }

  /** The token that the n-th link mailed to an address ends in. */
  public String awaitToken(String email, int count) {
    Instant limit = Instant.now().plus(MAIL_LIMIT);
    while (Instant.now().isBefore(limit)) {
      List<String> tokens = tokensTo(email);
      if (tokens.size() >= count) {
        return tokens.get(count - 1);
      }
      pause();
    }
    throw new AssertionError("no link " + count + " to " + email + " within " + MAIL_LIMIT + ": " + mailsTo(email));
  }

  /** The tokens mailed to an address so far, newest last. */
  public List<String> tokensTo(String email) {
    List<String> tokens = new ArrayList<>();
    for (JsonNode mail : mailsTo(email)) {
      for (JsonNode link : mail.get("links")) {
        String text = link.asString();
        if (text.contains("/join/") || text.contains("/join-company/") || text.contains("/verify/") || text.contains("/reset/")) {
          tokens.add(text.substring(text.lastIndexOf('/') + 1));
        }
      }
    }
    return tokens;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An answer, read. */
  public record Reply(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    /** The text at a path such as {@code entity.id}. */
    public String at(String path) {
      JsonNode node = json();
      for (String part : path.split("\\.")) {
        node = node.path(part);
      }
      return node.asString();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The same answer, if it has this status. */
    public Reply is(int status) {
      if (status() != status) {
        throw new AssertionError("expected " + status + ", got " + status() + ": " + text());
      }
      return this;
    }
  }
}
