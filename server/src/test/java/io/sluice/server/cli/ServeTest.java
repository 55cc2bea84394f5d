package io.sluice.server.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Sluice;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.kernel.ProductVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;

@Timeout(180)
class ServeTest {

  private static final Pattern READY = Pattern.compile("Sluice .* is ready at (http://\\S+)");
  private static final int KILLED_BY_SIGTERM = 143;

  private Path data;

  @BeforeEach
  void makeDataDirectory() throws IOException {
    data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "serve-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void removeDataDirectory() throws IOException {
    FileSystemUtils.deleteRecursively(data);
  }

  @Test
  void a_server_says_when_it_is_ready_answers_and_stops_with_its_database_when_told_to() throws Exception {
    Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-cp", System.getProperty("java.class.path"), Sluice.class.getName(),
        "serve", "--port", "0", "--data", data.toString())).redirectErrorStream(true).start();
    try {
      URI url = URI.create(awaitReady(process));
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> answer = client.send(
            HttpRequest.newBuilder(url.resolve("/status")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"version\":\"" + ProductVersion.current() + "\"}");
      }
      assertThat(EmbeddedPostgres.running(EmbeddedPostgres.Settings.of(data))).isPresent();
      process.destroy();
      assertThat(process.waitFor(60, SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(KILLED_BY_SIGTERM);
      // PostgreSQL removes this file at the end of a clean stop.
      assertThat(data.resolve("postgres/18/postmaster.pid")).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String awaitReady(Process process) throws IOException {
    BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return ready.group(1);
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the server ended: " + said);
  }
}
