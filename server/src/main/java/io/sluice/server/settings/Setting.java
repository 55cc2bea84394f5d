package io.sluice.server.settings;

import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.SmtpUrl;
import io.sluice.server.vault.VaultKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One thing an operator may set. The list below is the only one: reading, documentation and suggestions come from it.
 *
 * @param name the environment variable
 * @param otherwise what holds when it is not set, as a person reads it
 * @param meaning one sentence
 */
public record Setting<T>(String name, String otherwise, String meaning, Kind<T> kind) {

  static final Setting<Integer> PORT = new Setting<>("SLUICE_PORT", "8080",
      "The port of the API and the console; 0 takes any free one.", Kind.number(0, 65_535));

  static final Setting<String> ADDRESS = new Setting<>("SLUICE_ADDRESS",
      "127.0.0.1 with the embedded database, 0.0.0.0 with one of your own",
      "The address to listen on; 0.0.0.0 is every address of the machine.", Kind.host());

  static final Setting<URI> BASE_URL = new Setting<>("SLUICE_BASE_URL", "http://localhost: and the port",
      "How people and partners reach this server from outside: the start of every link in a mail or an answer.",
      Kind.webAddress());

  static final Setting<Path> DATA_DIR = new Setting<>("SLUICE_DATA_DIR", "./data",
      "The directory of everything that must outlive a restart: the embedded database and the server's own secrets.",
      Kind.path());

  static final Setting<DatabaseAddress> DATABASE_URL = new Setting<>("SLUICE_DATABASE_URL", "the embedded database",
      "A PostgreSQL server of your own, 15 or newer: postgres://user:password@host:port/database or its JDBC form.",
      Kind.database());

  static final Setting<Integer> DATABASE_POOL_SIZE = new Setting<>("SLUICE_DATABASE_POOL_SIZE", "20",
      "How many connections to the database this server holds at most, beside two for writing leads, one "
          + "for listening and one for the heartbeat.", Kind.number(4, 50));

  static final Setting<String> DATABASE_SYSTEM_USER = new Setting<>("SLUICE_DATABASE_SYSTEM_USER",
      "the owner of the data directory, or nobody where that is root",
      "As whom to run the embedded database when Sluice itself runs as root, which PostgreSQL refuses to.",
      Kind.word());

  static final Setting<SmtpUrl> SMTP_URL = new Setting<>("SLUICE_SMTP_URL", "none: mails wait in the outbox",
      "The server that mail goes out by: smtp://user:password@host:port (?starttls=required or never), or smtps://….",
      Kind.mailServer());

  static final Setting<String> MAIL_FROM = new Setting<>("SLUICE_MAIL_FROM", "Sluice <sluice@localhost>",
      "The sender of every mail.", Kind.mailbox());

  static final Setting<Integer> MANAGEMENT_PORT = new Setting<>("SLUICE_MANAGEMENT_PORT", "off",
      "A port of its own for /actuator/health and /actuator/prometheus.", Kind.number(0, 65_535));

  static final Setting<String> MANAGEMENT_ADDRESS = new Setting<>("SLUICE_MANAGEMENT_ADDRESS", "127.0.0.1",
      "The address the management port listens on.", Kind.host());

  static final Setting<Integer> MAX_BODY_BYTES = new Setting<>("SLUICE_MAX_BODY_BYTES", "1048576",
      "The largest request body in bytes; a larger one is answered 413. It can only be lowered.",
      Kind.number(1_024, 1_048_576));

  static final Setting<Integer> BODY_LIMIT_SECONDS = new Setting<>("SLUICE_BODY_LIMIT_SECONDS", "30",
      "How many seconds a request's body may take to arrive; a slower one is answered 408.", Kind.number(1, 600));

  static final Setting<List<String>> TRUSTED_PROXIES = new Setting<>("SLUICE_TRUSTED_PROXIES", "none",
      "Networks or addresses of your own proxies, with commas between them: whose X-Forwarded-For is believed.",
      Kind.networks());

  static final Setting<Integer> RATE_SUBMIT = new Setting<>("SLUICE_RATE_SUBMIT_PER_MINUTE", "60000",
      "How many submissions and pings a minute one source of a flow, or one router, may get; 0 for any number.",
      Kind.number(0, 100_000_000));

  static final Setting<Integer> RATE_KEY = new Setting<>("SLUICE_RATE_KEY_PER_MINUTE", "6000",
      "How many other requests a minute one API key, or one user in the console, may make; 0 for any number.",
      Kind.number(0, 100_000_000));

  static final Setting<Integer> RATE_ADDRESS = new Setting<>("SLUICE_RATE_ADDRESS_PER_MINUTE", "120000",
      "How many requests of all kinds a minute may come from one address; 0 for any number.",
      Kind.number(0, 100_000_000));

  static final Setting<Integer> RATE_OPEN = new Setting<>("SLUICE_RATE_OPEN_PER_MINUTE", "60",
      "How many requests a minute that change something without credentials (sign-in, sign-up, links of mails, "
          + "feedback on events that there are not) may come from one address; 0 for any number.",
      Kind.number(0, 100_000_000));

  static final Setting<Integer> RATE_FEEDBACK = new Setting<>("SLUICE_RATE_FEEDBACK_PER_MINUTE", "60",
      "How much feedback a minute one delivery may get; 0 for any amount.", Kind.number(0, 100_000_000));

  static final Setting<List<VaultKey>> SECRET_KEY = new Setting<>("SLUICE_SECRET_KEY",
      "one the server makes, in secret.key below the data directory",
      "What credentials in the database are sealed with: 32 bytes in base64. Behind a comma, older ones still to be read.",
      Kind.keys());

  static final Setting<Integer> MAX_UPLOAD_BYTES = new Setting<>("SLUICE_MAX_UPLOAD_BYTES", "1073741824",
      "The largest file of list values in bytes; a larger one is answered 413.",
      Kind.number(1_024, Integer.MAX_VALUE));

  static final Setting<List<String>> OUTBOUND_ALLOW = new Setting<>("SLUICE_OUTBOUND_ALLOW", "none",
      "Private networks, addresses or hosts that deliveries may go to all the same, with commas between them.",
      Kind.networksOrHosts());

  static final Setting<Set<EmailAddress>> SUPERUSERS = new Setting<>("SLUICE_SUPERUSERS", "none",
      "Mail addresses of users who may do what no user of an account may, with commas between them.",
      Kind.addresses());

  static final Setting<String> OIDC_PROVIDER = new Setting<>("SLUICE_OIDC_PROVIDER", "oidc",
      "What the provider below is called where people see it and in addresses: google, microsoft, or a word of your own.",
      Kind.name());

  static final Setting<URI> OIDC_ISSUER = new Setting<>("SLUICE_OIDC_ISSUER", "none: everybody signs in with a password",
      "The OpenID Connect provider people may sign in through, as its ID tokens name it: https://accounts.google.com.",
      Kind.issuer());

  static final Setting<String> OIDC_CLIENT_ID = new Setting<>("SLUICE_OIDC_CLIENT_ID", "none",
      "As whom this server is registered with that provider; the redirect URI is the base URL, /login/oauth2/code/ and "
          + "the provider's name.", Kind.text());

  static final Setting<String> OIDC_CLIENT_SECRET = new Setting<>("SLUICE_OIDC_CLIENT_SECRET", "none",
      "The secret that goes with it.", Kind.secretWord());

  static final Setting<URI> S3_ENDPOINT = new Setting<>("SLUICE_S3_ENDPOINT", "https://s3.amazonaws.com",
      "The storage that copies of events go to: Amazon's, or any that speaks S3. A private address must be allowed.",
      Kind.webAddress());

  static final Setting<String> S3_REGION = new Setting<>("SLUICE_S3_REGION", "us-east-1",
      "The region of that storage, which requests are signed for; Amazon's other regions are found by asking.",
      Kind.word());

  static final Setting<String> FILES_BUCKET = new Setting<>("SLUICE_FILES_BUCKET", "none: into the database",
      "The bucket that pictures and files of leads are kept in.", Kind.bucket());

  static final Setting<URI> FILES_ENDPOINT = new Setting<>("SLUICE_FILES_ENDPOINT", "https://s3.amazonaws.com",
      "The storage that bucket lies in: Amazon's in that region, or any that speaks S3.", Kind.webAddress());

  static final Setting<String> FILES_REGION = new Setting<>("SLUICE_FILES_REGION", "us-east-1",
      "The region of that bucket.", Kind.word());

  static final Setting<String> FILES_ACCESS_KEY_ID = new Setting<>("SLUICE_FILES_ACCESS_KEY_ID", "none",
      "The key that requests for that bucket are signed with; it must read, write and delete objects.", Kind.word());

  static final Setting<String> FILES_SECRET_ACCESS_KEY = new Setting<>("SLUICE_FILES_SECRET_ACCESS_KEY", "none",
      "The secret that belongs to that key.", Kind.secretWord());

  static final Setting<Integer> FILES_RETENTION_DAYS = new Setting<>("SLUICE_FILES_RETENTION_DAYS", "30",
      "How many days the file of an import, and the bad rows found in it, are kept after its end.",
      Kind.number(1, 3_650));

  static final Setting<Integer> INVITATION_LIFETIME_DAYS = new Setting<>("SLUICE_INVITATION_LIFETIME_DAYS", "30",
      "How many days an invitation can be answered.", Kind.number(1, 365));

  static final Setting<Integer> DRAIN_SECONDS = new Setting<>("SLUICE_DRAIN_SECONDS",
      "5 with a database of your own, 0 with the embedded one",
      "How long a server that is told to stop still takes requests, so that load balancers see in time that it leaves.",
      Kind.number(0, 300));

  static final Setting<Integer> SHUTDOWN_LIMIT_SECONDS = new Setting<>("SLUICE_SHUTDOWN_LIMIT_SECONDS", "20",
      "How long requests in hand may take to end then.", Kind.number(1, 600));

  static final Setting<String> JAVA_OPTIONS = new Setting<>("SLUICE_JAVA_OPTIONS", "none",
      "Further options for the Java machine, read by bin/sluice; the heap is at most 512 MB unless they say otherwise.",
      Kind.text());

  static final Setting<String> START_CACHE = new Setting<>("SLUICE_START_CACHE", "on",
      "Whether bin/sluice records a start-up cache after a build and starts with it: on or off.", Kind.word());

  /** In the order in which they are documented. */
  public static final List<Setting<?>> ALL = List.of(PORT, ADDRESS, BASE_URL, DATA_DIR, DATABASE_URL,
      DATABASE_POOL_SIZE, DATABASE_SYSTEM_USER, SMTP_URL, MAIL_FROM, MANAGEMENT_PORT, MANAGEMENT_ADDRESS,
      MAX_BODY_BYTES, BODY_LIMIT_SECONDS, MAX_UPLOAD_BYTES, TRUSTED_PROXIES, RATE_SUBMIT, RATE_KEY, RATE_ADDRESS,
      RATE_OPEN, RATE_FEEDBACK, SECRET_KEY, OUTBOUND_ALLOW, SUPERUSERS, OIDC_PROVIDER,
      OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, S3_ENDPOINT, S3_REGION,
      FILES_BUCKET, FILES_ENDPOINT, FILES_REGION, FILES_ACCESS_KEY_ID, FILES_SECRET_ACCESS_KEY, FILES_RETENTION_DAYS,
      INVITATION_LIFETIME_DAYS, DRAIN_SECONDS, SHUTDOWN_LIMIT_SECONDS, JAVA_OPTIONS, START_CACHE);
}
