package io.sluice.server;

import io.sluice.server.database.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The way to a database, on which an answer can be lost together with its connection. */
public final class LossyWay implements AutoCloseable {

  private static final String NEXT = "";

  private final DatabaseAddress database;
  private final URI far;
  private final ServerSocket server;
  private volatile @Nullable String lost;
  private volatile @Nullable String before;

  private LossyWay(DatabaseAddress database, ServerSocket server) {
    this.database = database;
    this.far = URI.create(database.url().substring("jdbc:".length()));
    this.server = server;
  }

  public static LossyWay to(DatabaseAddress database) throws IOException {
    var way = new LossyWay(database, new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1")));
    Thread.ofVirtual().start(way::accept);
    return way;
  }

  /** Of a server that goes it. */
  public Map<String, String> settings() {
    return Map.of("SLUICE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + far.getPath()
        + "?user=" + database.user() + "&password=" + database.password());
  }

  /** The next time that something is asked in which these words are, the database does it and nobody hears. */
  public void loseTheAnswerTo(String words) {
    lost = words;
  }

  /** As {@link #loseTheAnswerTo}, of what is asked next on the same connection: a {@code COMMIT} is sent by number. */
  public void loseTheAnswerBehind(String words) {
    before = words;
    lost = NEXT;
  }

  /** Whether that has happened. */
  public boolean hasLost() {
    return lost == null;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket there = new Socket(far.getHost(), far.getPort());
        var asked = new AtomicBoolean();
        var next = new AtomicBoolean();
        Thread.ofVirtual().start(() -> copy(near, there, bytes -> {
          String words = lost;
          String first = before;
          if (first != null && bytes.contains(first)) {
            before = null;
            next.set(true);
          } else if (words != null && (words.equals(NEXT) ? next.get() : bytes.contains(words))) {
            lost = null;
            asked.set(true);
          }
          return true;
        }));
        Thread.ofVirtual().start(() -> copy(there, near, _ -> !asked.get()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void copy(Socket from, Socket to, Predicate<String> passes) {
    byte[] bytes = new byte[1 << 16];
    try (from; to) {
      for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream().read(bytes)) {
        if (!passes.test(new String(bytes, 0, read, StandardCharsets.ISO_8859_1))) {
          return;
        }
        to.getOutputStream().write(bytes, 0, read);
      }
    } catch (IOException cut) {
      // From the other side.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
