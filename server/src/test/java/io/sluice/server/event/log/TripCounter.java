package io.sluice.server.event.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and its server and counts how often the client speaks again after it was answered. */
final class TripCounter implements AutoCloseable {

  private final ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong trips = new AtomicLong();
  private final String url;
  private final URI server;

  /** @param url of a database, for JDBC */
  TripCounter(String url) throws IOException {
    this.url = url;
    this.server = URI.create(url.substring("jdbc:".length()));
    threads.submit(() -> {
      while (true) {
        join(door.accept());
      }
    });
  }

  /** Of the same database, by way of this. */
  String url() {
    return url.replaceFirst(":" + server.getPort(), ":" + door.getLocalPort());
  }

  long trips() {
    return trips.get();
  }

  private void join(Socket client) throws IOException {
    Socket behind = new Socket(server.getHost(), server.getPort());
    var answered = new AtomicBoolean(true);
    threads.submit(() -> {
      copy(client.getInputStream(), behind, () -> {
        if (answered.getAndSet(false)) {
          trips.incrementAndGet();
        }
      });
      return null;
    });
    threads.submit(() -> {
      copy(behind.getInputStream(), client, () -> answered.set(true));
      return null;
    });
  }

  private static void copy(InputStream from, Socket to, Runnable each) throws IOException {
    try (to; OutputStream out = to.getOutputStream()) {
      byte[] some = new byte[1 << 16];
      for (int length = from.read(some); length >= 0; length = from.read(some)) {
        each.run();
        out.write(some, 0, length);
        out.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
