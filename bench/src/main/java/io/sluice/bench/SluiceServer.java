package io.sluice.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server, started as an operator starts it. */
final class SluiceServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int POLL_MS = 5;
  private static final int BALANCER_ASKS_EVERY_MS = 1_000;
  private static final int OK = 200;
  private static final int MS_PER_SECOND = 1000;
  private static final Pattern API_KEY = Pattern.compile("\"?api_key\"?\\s*:\\s*\"?([A-Za-z0-9_.-]+)");

  private final Process process;
  private final URI url;
  private final Start start;

  private SluiceServer(Process process, URI url, Start start) {
    this.process = process;
    this.url = url;
    this.start = start;
  }

  /** @param cpuMs of the Java machine, all cores together: what is left of it where others use the machine too */
  record Start(long ms, long cpuMs) {}

  /** Opens an account from the command line, which makes the database where there is none. @return its API key */
  static String createAccount(Path home, Path dataDirectory) throws IOException, InterruptedException {
    return createAccount(home, dataDirectory, Map.of());
  }

  static String createAccount(Path home, Path dataDirectory, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path said = dataDirectory.resolve("account.txt");
    ProcessBuilder words = command(home, dataDirectory, "account", "create", "--name", "Acme", "--email",
        "bench@acme.example").redirectOutput(said.toFile());
    words.environment().putAll(settings);
    Process command = words.start();
    int exitCode = command.waitFor();
    Matcher key = API_KEY.matcher(Files.readString(said));
    if (exitCode != 0 || !key.find()) {
      throw new IOException("no account could be made: " + Files.readString(said) + Files.readString(log(dataDirectory)));
    }
    return key.group(1);
  }

  /** Returns with the first answer of {@code GET /status} that is 200. */
  static SluiceServer start(Path home, Path dataDirectory) throws IOException, InterruptedException {
    return start(home, dataDirectory, Map.of());
  }

  /** @param settings beyond the data directory and the port, by their names */
  static SluiceServer start(Path home, Path dataDirectory, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    long begin = System.nanoTime();
    ProcessBuilder command = command(home, dataDirectory, "serve", "--port", Integer.toString(port))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(dataDirectory).toFile()));
    command.environment().putAll(settings);
    Process process = command.start();
    try {
      await(url, process, begin);
      return new SluiceServer(process, url, new Start(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
          Math.round(Usage.cpuSeconds(process.pid()) * MS_PER_SECOND)));
    } catch (IOException | InterruptedException e) {
      process.destroy();
      throw new IOException("the server did not start: " + Files.readString(log(dataDirectory)), e);
    }
  }

  URI url() {
    return url;
  }

  /** The Java machine itself: {@code bin/sluice} becomes it. */
  long pid() {
    return process.pid();
  }

  Start start() {
    return start;
  }

  /** As a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** @return whether it ended by itself in time */
  boolean ends(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns when the server says that it stops, and goes on taking requests for a while. */
  void tellToStop() throws InterruptedException {
    process.destroy();
    try (var client = HttpClient.newHttpClient()) {
      while (isReady(client, url)) {
        Thread.sleep(BALANCER_ASKS_EVERY_MS);
      }
    }
  }

  /** As a service manager would: asked first. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void await(URI url, Process process, long begin) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() - begin < START_LIMIT.toNanos()) {
        if (isReady(client, url)) {
          return;
        }
        Thread.sleep(POLL_MS);
      }
    }
    throw new IOException("no answer from " + url);
  }

  private static boolean isReady(HttpClient client, URI url) throws InterruptedException {
    try {
      return client.send(HttpRequest.newBuilder(url.resolve("/status")).build(), BodyHandlers.discarding())
          .statusCode() == OK;
    } catch (IOException nobodyThere) {
      return false; // nobody listens on the port until the server is there
    }
  }

  /** Of the caller's settings only those of the Java machine count: the rest would make figures that nobody can repeat. */
  static ProcessBuilder command(Path home, Path dataDirectory, String... words) {
    List<String> all = new ArrayList<>(List.of(home.resolve("bin/sluice").toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", dataDirectory.toString()));
    ProcessBuilder builder = new ProcessBuilder(all)
        .redirectError(ProcessBuilder.Redirect.appendTo(log(dataDirectory).toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_")
        && !name.equals("SLUICE_JAVA_OPTIONS") && !name.equals("SLUICE_START_CACHE"));
    builder.environment().put("SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8");
    // Counted as anybody's, but one sender may send what a machine can.
    builder.environment().put("SLUICE_RATE_SUBMIT_PER_MINUTE", "100000000");
    builder.environment().put("SLUICE_RATE_ADDRESS_PER_MINUTE", "100000000");
    return builder;
  }

  private static Path log(Path dataDirectory) {
    return dataDirectory.resolve("server.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
