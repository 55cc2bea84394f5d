package io.sluice.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Sluice;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class CommandLineTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void help_names_every_command() {
    assertThat(run(Map.of(), "help")).isZero();
    assertThat(said(out)).contains(
        "sluice serve [--port N] [--data DIR] [--demo]", "sluice account create", "sluice settings", "sluice version");
  }

  @Test
  void an_unknown_command_or_option_is_answered_with_the_nearest() {
    assertThat(run(Map.of(), "server")).isEqualTo(2);
    assertThat(run(Map.of(), "serve", "--prot", "1")).isEqualTo(2);
    assertThat(said(err)).contains(
        "no command server (did you mean serve?)", "does not understand --prot (did you mean --port?)");
  }

  @Test
  void every_command_explains_itself_when_asked() {
    assertThat(run(Map.of(), "serve", "--help")).isZero();
    assertThat(run(Map.of(), "account", "create", "--name", "-h")).isZero();
    assertThat(said(out)).startsWith("  sluice serve [--port N] [--data DIR] [--demo]\n      Runs the server")
        .contains("  sluice account create --name COMPANY").doesNotContain("sluice settings");
  }

  @Test
  void the_first_word_of_a_command_is_enough_to_be_told_the_rest() {
    assertThat(run(Map.of(), "account")).isEqualTo(2);
    assertThat(said(err)).contains("no command account (did you mean account create?)");
  }

  @Test
  void a_value_of_what_is_not_understood_is_no_problem_of_its_own() {
    assertThat(run(Map.of(), "serve", "--prot", "80", "extra")).isEqualTo(2);
    assertThat(said(err)).isEqualTo("sluice: serve does not understand --prot (did you mean --port?);"
        + " serve does not understand extra; \"sluice help\" shows every command.\n");
  }

  @Test
  void missing_options_are_named_at_once() {
    assertThat(run(Map.of(), "account", "create", "--nme", "Acme")).isEqualTo(2);
    assertThat(said(err)).isEqualTo("sluice: account create does not understand --nme (did you mean --name?);"
        + " --name is missing; --email is missing; \"sluice help\" shows every command.\n");
  }

  @Test
  void everything_that_is_wrong_with_a_new_account_is_told_at_once_and_before_a_database_is_started() {
    assertThat(run(Map.of("SLUICE_PROT", "1"), "account", "create", "--name", " ", "--email", "nope", "--time-zone",
        "Mars/Olympus")).isEqualTo(2);
    assertThat(said(err)).isEqualTo("sluice: --email must be a mail address, not nope; --name must have 1 to 200"
        + " characters; --time-zone must be a tz database name such as America/New_York; SLUICE_PROT is not a setting"
        + " (did you mean SLUICE_PORT?).\n");
  }

  @Test
  void a_bad_setting_is_one_sentence_and_exit_code_two() {
    assertThat(run(Map.of("SLUICE_PROT", "1"), "serve", "--port", "many")).isEqualTo(2);
    assertThat(said(err)).isEqualTo("Sluice cannot start: SLUICE_PROT is not a setting (did you mean SLUICE_PORT?);"
        + " SLUICE_PORT must be a whole number from 0 to 65535, not many.\n");
  }

  @Test
  void a_database_that_cannot_be_entered_is_one_sentence() {
    DatabaseAddress database = TestDatabase.fresh();
    String url = database.url().replaceFirst("jdbc:postgresql://", "postgres://stranger:guess@");
    assertThat(run(Map.of("SLUICE_DATABASE_URL", url), "serve")).isEqualTo(1);
    assertThat(said(err)).contains("cannot be entered").doesNotContain("guess").doesNotContain("\tat ");
  }

  @Test
  void a_port_in_use_is_one_sentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Map<String, String> environment =
          Map.of("SLUICE_DATABASE_URL", url(TestDatabase.fresh()), "SLUICE_ADDRESS", "127.0.0.1");
      assertThat(run(environment, "serve", "--port", port)).isEqualTo(1);
      assertThat(said(err)).isEqualTo("The port " + port
          + " is already in use: stop what uses it, or choose another with SLUICE_PORT or --port.\n");
    }
  }

  @Test
  void places_that_cannot_be_listened_at_are_named_at_once_and_before_anything_is_started() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Map<String, String> environment = Map.of("SLUICE_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none",
          "SLUICE_ADDRESS", "192.0.2.1", "SLUICE_MANAGEMENT_PORT", port);
      assertThat(run(environment, "serve")).isEqualTo(1);
      assertThat(said(err)).isEqualTo("The address 192.0.2.1 is none of this machine's: choose another with"
          + " SLUICE_ADDRESS. The port " + port + " is already in use: stop what uses it, or choose another with"
          + " SLUICE_MANAGEMENT_PORT.\n");
    }
  }

  @Test
  void a_data_directory_that_is_a_file_is_one_sentence(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("data"));
    assertThat(run(Map.of(), "serve", "--port", "0", "--data", file.toString())).isEqualTo(1);
    assertThat(said(err)).isEqualTo("The embedded database could not be started in " + file + ": " + file
        + " is not a directory.\n");
  }

  @Test
  void a_database_user_who_may_make_no_tables_is_one_sentence(CapturedOutput log) throws SQLException {
    DatabaseAddress database = TestDatabase.empty();
    try (Connection owner = DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = owner.createStatement()) {
      statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC, pg_database_owner");
    }
    assertThat(run(Map.of("SLUICE_DATABASE_URL", url(database)), "serve", "--port", "0")).isEqualTo(1);
    assertThat(said(err)).startsWith("The database cannot be used: ERROR: permission denied").doesNotContain("\tat ");
    assertThat(log.getAll()).as("the log says nothing beside it").doesNotContain("ApplicationContext", "Tomcat", "The web application");
  }

  @Test
  void an_account_made_on_the_machine_can_be_used_at_once() {
    DatabaseAddress database = TestDatabase.fresh();
    assertThat(run(Map.of("SLUICE_DATABASE_URL", url(database)), "account", "create", "--name", "Initech",
        "--email", "peter@initech.test")).isZero();
    String key = printed("api_key");
    try (SluiceServer server = SluiceServer.with(Map.of("SLUICE_DATABASE_URL", url(database)))) {
      String basic = Base64.getEncoder().encodeToString(("key:" + key).getBytes(StandardCharsets.UTF_8));
      SluiceServer.Reply answer = server.send(HttpRequest.newBuilder(server.url().resolve("/account"))
          .header("Authorization", "Basic " + basic)).is(200);
      assertThat(answer.text()).contains(printed("account_id"), "Initech");
    }
  }

  @Test
  void a_second_account_for_the_same_mail_address_is_refused() {
    Map<String, String> environment = Map.of("SLUICE_DATABASE_URL", url(TestDatabase.fresh()));
    String[] words = {"account", "create", "--name", "Initech", "--email", "peter@initech.test"};
    assertThat(run(environment, words)).isZero();
    assertThat(run(environment, words)).isEqualTo(1);
    assertThat(said(err)).contains("email");
  }

  @Test
  void an_account_is_made_beside_a_running_server_and_without_one() throws IOException {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "account-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    EmbeddedPostgres.Settings settings = EmbeddedPostgres.Settings.of(data);
    try {
      assertThat(run(Map.of(), "account", "create", "--name", "Initech", "--email", "peter@initech.test",
          "--data", data.toString())).isZero();
      assertThat(EmbeddedPostgres.running(settings)).isEmpty();
      try (EmbeddedPostgres running = EmbeddedPostgres.start(settings)) {
        assertThat(run(Map.of(), "account", "create", "--name", "Acme", "--email", "wile@acme.test",
            "--data", data.toString())).isZero();
        assertThat(EmbeddedPostgres.running(settings)).contains(running.address());
      }
    } finally {
      FileSystemUtils.deleteRecursively(data);
    }
  }

  @Test
  void a_start_that_is_recorded_takes_leads_and_ends_well() throws IOException {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "training-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      assertThat(run(Map.of(), "train", "--data", data.toString())).as(said(err)).isZero();
      assertThat(EmbeddedPostgres.running(EmbeddedPostgres.Settings.of(data))).isEmpty();
    } finally {
      FileSystemUtils.deleteRecursively(data);
    }
  }

  private int run(Map<String, String> environment, String... words) {
    Terminal terminal = new Terminal(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CommandLine(Sluice.class, terminal).run(words);
  }

  private String printed(String name) {
    return JsonMapper.shared().readTree(said(out)).path(name).asString();
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static String url(DatabaseAddress database) {
    return database.url() + "?user=" + database.user() + "&password=" + database.password();
  }
}
