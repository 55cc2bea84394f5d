package io.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program for the same job, as a process of its own on the same database. */
final class OtherServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final int POLL_MS = 50;
  /** Those of bin/sluice: who is compared has the same memory and the same collector. */
  private static final List<String> JAVA_OPTIONS =
      List.of("-Xms144m", "-Xmx512m", "-Xmn96m", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders");

  private final Process process;
  private final int port;

  private OtherServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** What a team would write instead. */
  static OtherServer camel(Path home, Path dataDirectory, PostgresServer database, URI recipient, int connections)
      throws IOException, InterruptedException {
    return start(dataDirectory.resolve("camel.log"),
        List.of("-jar", home.resolve("bench/camel/target/bench-camel.jar").toString()), database, recipient.toString(),
        Integer.toString(connections));
  }

  /** The least that does the job. */
  static OtherServer bare(Path dataDirectory, PostgresServer database, URI recipient)
      throws IOException, InterruptedException {
    return startBare(dataDirectory.resolve("bare.log"), database, recipient.toString());
  }

  /** The same, which only keeps leads. */
  static OtherServer keep(Path dataDirectory, PostgresServer database) throws IOException, InterruptedException {
    return startBare(dataDirectory.resolve("keep.log"), database);
  }

  private static OtherServer startBare(Path log, PostgresServer database, String... more)
      throws IOException, InterruptedException {
    return start(log, List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName()), database, more);
  }

  private static OtherServer start(Path log, List<String> program, PostgresServer database, String... more)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
    words.addAll(JAVA_OPTIONS);
    words.addAll(program);
    words.addAll(List.of(Integer.toString(port), database.url(), database.user()));
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(database.password().getBytes(StandardCharsets.UTF_8));
    }
    long begin = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - begin < START_LIMIT.toNanos()) {
      try (Socket listening = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        return new OtherServer(process, listening.getPort());
      } catch (IOException notYet) {
        Thread.sleep(POLL_MS); // nobody listens on the port until the program is ready
      }
    }
    process.destroyForcibly();
    throw new IOException("the other program did not start: " + Files.readString(log));
  }

  URI submitUrl() {
    return URI.create("http://127.0.0.1:" + port + "/submit");
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
