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
import java.util.concurrent.TimeUnit;

/** What a team would write instead, as a process of its own on the same database. */
final class CamelServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final int POLL_MS = 50;

  private final Process process;
  private final int port;

  private CamelServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** With as much memory as the server that it is compared with has by default. */
  static CamelServer start(Path home, Path dataDirectory, PostgresServer database, URI recipient)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = dataDirectory.resolve("camel.log");
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m",
        "-XX:+UseSerialGC", "-jar", home.resolve("bench/camel/target/bench-camel.jar").toString(), Integer.toString(port),
        database.url(), database.user(), recipient.toString())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(database.password().getBytes(StandardCharsets.UTF_8));
    }
    long begin = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - begin < START_LIMIT.toNanos()) {
      try (Socket listening = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        return new CamelServer(process, listening.getPort());
      } catch (IOException notYet) {
        Thread.sleep(POLL_MS); // nobody listens on the port until the route is there
      }
    }
    process.destroyForcibly();
    throw new IOException("the Camel route did not start: " + Files.readString(log));
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
