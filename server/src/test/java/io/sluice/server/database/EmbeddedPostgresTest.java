package io.sluice.server.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmbeddedPostgresTest {

  private static final Path BINARIES = Path.of("target/postgres-programs").toAbsolutePath();

  private static Path initialised;

  private Path data;

  @BeforeAll
  static void initialiseOnce() throws Exception {
    initialised = newDirectory();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(initialised))) {
      write(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('lead')");
    }
  }

  @AfterAll
  static void removeInitialised() throws IOException {
    DirectoryTree.delete(initialised);
  }

  @BeforeEach
  void copyDataDirectory() throws Exception {
    data = newDirectory();
    Process copy = new ProcessBuilder("cp", "-a", initialised + "/.", data.toString()).inheritIO().start();
    assertThat(copy.waitFor()).isZero();
  }

  @AfterEach
  void removeDataDirectory() throws IOException {
    DirectoryTree.delete(data);
  }

  @Test
  void a_first_start_makes_an_empty_database_of_an_ordinary_user() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(data.resolve("first")));
        Connection connection = postgres.address().connect()) {
      assertThat(answer(connection, "SELECT current_user || ' ' || current_database()")).isEqualTo("sluice sluice");
      assertThat(answer(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).isEqualTo("f");
      assertThat(answer(connection, "SELECT datcollate FROM pg_database WHERE datname = 'sluice'")).isEqualTo("C");
      assertThat(answer(connection, "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void a_commit_is_on_the_disk_unless_the_start_was_volatile() throws Exception {
    String question = "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')";
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings().with(EmbeddedPostgres.Durability.DURABLE));
        Connection connection = postgres.address().connect()) {
      assertThat(answer(connection, question)).isEqualTo("on on");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings());
        Connection connection = postgres.address().connect()) {
      assertThat(answer(connection, question)).isEqualTo("off off");
    }
  }

  @Test
  void a_second_start_finds_the_data_of_the_first() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      write(postgres, "INSERT INTO kept VALUES ('outcome')");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(kept(postgres)).isEqualTo("lead outcome");
    }
  }

  @Test
  void the_database_cannot_be_entered_without_its_password() {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      DatabaseAddress address = postgres.address();
      for (String user : List.of("sluice", "sluice_admin")) {
        assertThatThrownBy(() -> DriverManager.getConnection(address.url(), user, "guess"))
            .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      }
    }
  }

  @Test
  void the_password_is_readable_by_its_owner_only() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres/password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void the_server_does_not_run_as_root() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(postgres.address()).isNotNull();
      Path process = Path.of("/proc", Long.toString(serverProcess()));
      assertThat(DirectoryTree.owner(process)).isNotZero();
      assertThat(DirectoryTree.owner(process)).isEqualTo(DirectoryTree.owner(cluster()));
    }
  }

  @Test
  void a_directory_that_only_root_can_reach_is_served_from_a_user_namespace() throws Exception {
    boolean root = DirectoryTree.owner(Path.of("/proc/self")) == 0;
    assumeTrue(root && new ServerUser.Namespace().command(List.of("true"))
        .run("", Duration.ofSeconds(10)).succeeded());
    Path closed = Files.createDirectory(data.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    EmbeddedPostgres.Settings settings = settings(closed.resolve("data"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
      write(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('lead')");
    }
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
      assertThat(kept(postgres)).isEqualTo("lead");
    }
  }

  @Test
  void an_unknown_system_user_is_refused_by_name() throws Exception {
    assumeTrue(DirectoryTree.owner(Path.of("/proc/self")) == 0);
    assertThatThrownBy(() -> EmbeddedPostgres.start(settings().withSystemUser(Optional.of("globex"))))
        .isInstanceOf(DatabaseUnavailable.class).hasMessageContaining("globex");
  }

  @Test
  void a_second_process_on_the_same_data_directory_is_refused_in_a_sentence() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      Process second = child();
      assertThat(second.waitFor(60, SECONDS)).isTrue();
      assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("is already used by another Sluice (process " + ProcessHandle.current().pid() + ")");
      assertThat(answer(postgres.address().connect(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_second_start_in_the_same_process_is_refused_and_does_not_loosen_the_lock() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(postgres.address()).isNotNull();
      assertThatThrownBy(() -> EmbeddedPostgres.start(settings())).isInstanceOf(DatabaseUnavailable.class);
      Process second = child();
      assertThat(second.waitFor(60, SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(1);
    }
  }

  @Test
  void kill_minus_nine_of_the_process_leaves_no_server_and_no_lost_commit() throws Exception {
    Process child = child();
    awaitReady(child);
    ProcessHandle server = ProcessHandle.of(serverProcess()).orElseThrow();
    child.destroyForcibly().waitFor();
    server.onExit().get(30, SECONDS);
    // A file still there would mean that the server was killed, not stopped.
    assertThat(PostmasterFile.in(cluster())).doesNotExist();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(kept(postgres)).isEqualTo("lead outcome");
    }
  }

  @Test
  void a_server_that_outlived_its_process_is_stopped_and_its_data_kept() throws Exception {
    long orphan = orphan();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(kept(postgres)).isEqualTo("lead");
    }
  }

  @Test
  void a_server_that_does_not_stop_when_asked_is_stopped_at_once_and_its_data_kept() throws Exception {
    long orphan = orphan();
    ProcessHandle writer = ProcessHandle.of(orphan).orElseThrow().children().findFirst().orElseThrow();
    new ProcessBuilder("kill", "-STOP", Long.toString(writer.pid())).start().waitFor();
    new LeftoverServer(PostgresBinaries.unpackedIn(BINARIES), cluster(), Duration.ofSeconds(10)).clear();
    assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(kept(postgres)).isEqualTo("lead");
    }
  }

  @Test
  void an_unrelated_process_with_the_number_in_the_stale_file_is_left_alone() throws Exception {
    Process unrelated = new ProcessBuilder("sleep", "300").start();
    try {
      Files.writeString(PostmasterFile.in(cluster()), unrelated.pid() + "\n" + cluster() + "\n1700000000\n5432\n");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
        assertThat(answer(postgres.address().connect(), "SELECT 1")).isEqualTo("1");
      }
      assertThat(unrelated.isAlive()).isTrue();
    } finally {
      unrelated.destroyForcibly();
    }
  }

  @Test
  void a_postgres_of_ours_on_another_directory_is_left_alone() throws Exception {
    Path other = Files.createDirectory(data.resolve("other"));
    try (EmbeddedPostgres neighbour = EmbeddedPostgres.start(
        EmbeddedPostgres.Settings.of(other).withBinariesDirectory(BINARIES))) {
      long pid = PostmasterFile.read(other.resolve("postgres/18")).orElseThrow().pid();
      Files.writeString(PostmasterFile.in(cluster()), pid + "\n" + cluster() + "\n1700000000\n5432\n");
      EmbeddedPostgres.start(settings()).close();
      assertThat(answer(neighbour.address().connect(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void the_server_killed_with_its_process_recovers_every_commit() throws Exception {
    Process child = child();
    awaitReady(child);
    ProcessHandle server = ProcessHandle.of(serverProcess()).orElseThrow();
    server.destroyForcibly();
    child.destroyForcibly().waitFor();
    server.onExit().get(30, SECONDS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      assertThat(kept(postgres)).isEqualTo("lead outcome");
    }
  }

  @Test
  void the_end_of_the_server_is_noticed_when_nobody_asked_for_it() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
      var ended = postgres.endedUnasked();
      ProcessHandle.of(serverProcess()).orElseThrow().destroyForcibly();
      assertThat(ended.get(30, SECONDS)).isNotZero();
    }
  }

  @Test
  void another_process_finds_the_running_database() throws Exception {
    assertThat(EmbeddedPostgres.running(settings())).isEmpty();
    Process child = child();
    awaitReady(child);
    try (Connection connection = EmbeddedPostgres.running(settings()).orElseThrow().connect()) {
      assertThat(answer(connection, "SELECT word FROM kept WHERE word = 'outcome'")).isEqualTo("outcome");
    }
    ProcessHandle server = ProcessHandle.of(serverProcess()).orElseThrow();
    child.destroyForcibly().waitFor();
    server.onExit().get(30, SECONDS);
  }

  @Test
  void an_interrupted_first_start_is_begun_again() throws Exception {
    Path begun = data.resolve("begun");
    Path half = Files.createDirectories(begun.resolve("postgres/18.new/cluster"));
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings(begun))) {
      assertThat(answer(postgres.address().connect(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void the_data_of_another_major_version_is_never_passed_over() throws Exception {
    Files.createDirectories(data.resolve("older/postgres/17"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(settings(data.resolve("older"))))
        .isInstanceOf(DatabaseUnavailable.class).hasMessageContaining("PostgreSQL 17");
  }

  private EmbeddedPostgres.Settings settings() {
    return settings(data);
  }

  private static EmbeddedPostgres.Settings settings(Path directory) {
    return EmbeddedPostgres.Settings.of(directory).withBinariesDirectory(BINARIES)
        .with(EmbeddedPostgres.Durability.VOLATILE);
  }

  /** Open to everybody: the server runs as another user when the tests run as root. */
  private static Path newDirectory() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path directory = Files.createTempDirectory(target, "embedded-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }

  private Path cluster() {
    return data.resolve("postgres/18");
  }

  private long serverProcess() throws IOException {
    return PostmasterFile.read(cluster()).orElseThrow().pid();
  }

  /** Starts the server as an earlier run would have left it: without the wrapper that ends it. */
  private long orphan() throws Exception {
    PostgresBinaries binaries = PostgresBinaries.unpackedIn(BINARIES);
    ServerUser user = ServerUser.choose(Optional.empty(), binaries.program("postgres"), data.resolve("postgres"));
    Process orphan = user.command(List.of(binaries.program("postgres").toString(), "-D", cluster().toString(),
        "-c", "listen_addresses=127.0.0.1", "-c", "port=" + freePort(), "-c", "unix_socket_directories=")).builder()
        .redirectErrorStream(true).redirectOutput(data.resolve("orphan.log").toFile()).start();
    while (PostmasterFile.read(cluster()).filter(PostmasterFile::ready).isEmpty()) {
      assertThat(orphan.isAlive()).isTrue();
      Thread.sleep(5);
    }
    assertThat(orphan.pid()).isEqualTo(serverProcess());
    return orphan.pid();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process child() throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-cp", System.getProperty("java.class.path"), Child.class.getName(), data.toString())
        .redirectErrorStream(true).start();
  }

  private static void awaitReady(Process child) throws IOException {
    BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("READY")) {
        return;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the child ended: " + said);
  }

  private static void write(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.address().connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String kept(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.address().connect()) {
      return answer(connection, "SELECT string_agg(word, ' ' ORDER BY word) FROM kept");
    }
  }

  private static String answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  /** Another process with a database of its own, until it is killed. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgres.Settings durable = settings(Path.of(arguments[0])).with(EmbeddedPostgres.Durability.DURABLE);
      try {
        write(EmbeddedPostgres.start(durable), "INSERT INTO kept VALUES ('outcome')");
      } catch (DatabaseUnavailable e) {
        System.out.println(e.getMessage());
        System.exit(1);
      }
      System.out.println("READY");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
