package io.sluice.server.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Sluice;
import io.sluice.server.database.EmbeddedPostgres;
import io.sluice.server.kernel.ProductVersion;
import io.sluice.server.lead.LeadFlow;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

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
    Process process = serve("--port", "0");
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

  @Test
  void a_lead_in_hand_when_the_server_is_told_to_stop_is_ended_and_answered() throws Exception {
    Process process = serve("--port", "0", "--demo");
    try (HttpClient client = HttpClient.newHttpClient();
        FakeRecipient recipient = FakeRecipient.start().answers(
            FakeRecipient.slow(Duration.ofSeconds(3), FakeRecipient.json("{\"outcome\":\"success\"}")))) {
      URI url = URI.create(awaitReady(process));
      String key = JsonMapper.shared().readTree(data.resolve("demo.json").toFile()).at("/accounts/acme/api_key").asString();
      String flow = JsonMapper.shared().readTree(client.send(post(url.resolve("/flows"), key, """
          {"name":"Slow","enabled":true,"fields":["state"],"sources":[{"entity":{"id":"%s","name":"Web form"},
           "enabled":true,"integration":{"module_id":"leadconduit-default.inbound"}}],"steps":[{"type":"recipient",
           "entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
           "mappings":[{"property":"url","value":"%s"}]}}]}"""
          .formatted(LeadFlow.WEB_FORM, LeadFlow.CRM, recipient.url("/leads"))),
          HttpResponse.BodyHandlers.ofString()).body()).path("id").asString();
      client.send(post(url.resolve("/flows/" + flow + "/deploy"), key, ""), HttpResponse.BodyHandlers.ofString());
      var answer = client.sendAsync(
          post(url.resolve("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit"), key, "{\"state\":\"TX\"}"),
          HttpResponse.BodyHandlers.ofString());
      recipient.awaitRequest(Duration.ofSeconds(30));
      process.destroy();
      assertThat(answer.get(30, SECONDS).body()).contains("\"outcome\":\"success\"");
      assertThat(process.waitFor(60, SECONDS)).isTrue();
      assertThat(data.resolve("postgres/18/postmaster.pid")).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process serve(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-cp", System.getProperty("java.class.path"), Sluice.class.getName(), "serve", "--data", data.toString()));
    words.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8,localhost");
    return builder.start();
  }

  private static HttpRequest post(URI url, String key, String json) {
    return HttpRequest.newBuilder(url).header("Content-Type", "application/json")
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("X:" + key).getBytes(StandardCharsets.UTF_8)))
        .POST(HttpRequest.BodyPublishers.ofString(json)).build();
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
