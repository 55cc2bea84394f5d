package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A buyer's lead system that takes every lead for 1, and keeps its connections open. */
final class Recipient implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final String BODY = "{\"outcome\":\"success\",\"price\":1}";
  private static final byte[] ANSWER = MessageReader.ascii("""
      HTTP/1.1 201 Created\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      %s""".formatted(BODY.length(), BODY));

  private final ServerSocket port;
  private volatile Duration delay;
  private final Consumer<MessageReader> ledger;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final LongAdder taken = new LongAdder();

  Recipient(Duration delay) throws IOException {
    this(delay, _ -> {});
  }

  /** @param ledger is shown every request before it is answered; on many threads */
  Recipient(Duration delay, Consumer<MessageReader> ledger) throws IOException {
    this.ledger = ledger;
    this.port = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    this.delay = delay;
    Thread.ofPlatform().daemon().name("recipient").start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port.getLocalPort() + "/leads");
  }

  /** From now on it takes so long for an answer. */
  void delay(Duration fresh) {
    delay = fresh;
  }

  /** How many leads it has answered. */
  long taken() {
    return taken.sum();
  }

  @Override
  public void close() throws IOException {
    port.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  private void accept() {
    while (!port.isClosed()) {
      try {
        Socket connection = port.accept();
        open.add(connection);
        Thread.ofPlatform().daemon().name("recipient").start(() -> serve(connection));
      } catch (IOException e) {
        if (!port.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var requests = new MessageReader(connection.getInputStream());
      var out = connection.getOutputStream();
      while (requests.next()) {
        ledger.accept(requests);
        Duration thought = delay;
        if (!thought.isZero()) {
          Thread.sleep(thought);
        }
        taken.increment();
        out.write(ANSWER);
      }
    } catch (IOException | InterruptedException e) {
      // A client that goes away is the client's business: what it was not told, the driver counts as an error.
    } finally {
      open.remove(connection);
    }
  }
}
