package io.sluice.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A recipient on 127.0.0.1 that records what it is sent, answers what it is told, and misbehaves on request. Speaks
 * HTTP/1.1 over bare sockets, because no well-behaved server can cut, drip or lie.
 */
public final class FakeRecipient implements AutoCloseable {

  /** What it was sent; header names in any letters' case. */
  public record Received(String method, String uri, Map<String, String> headers, String body) {}

  /** Writes one answer; a connection stays open only after one that returns true. */
  @FunctionalInterface
  public interface Answer {

    boolean write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Received> unseen = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
  private @Nullable Thread accepting;
  private volatile Answer always = json("{\"outcome\":\"success\"}");

  private FakeRecipient(ServerSocket server) {
    this.server = server;
  }

  /** On a free port; accepts everything until told otherwise. */
  public static FakeRecipient start() {
    try {
      var recipient = new FakeRecipient(new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1")));
      recipient.accepting = Thread.ofVirtual().name("recipient").start(recipient::accept);
      return recipient;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** Answers so from now on. */
  public FakeRecipient answers(Answer answer) {
    always = answer;
    return this;
  }

  /** Answers so once, after what was said here before and ahead of what it always answers. */
  public FakeRecipient answersOnce(Answer answer) {
    next.add(answer);
    return this;
  }

  /** Everything so far, in the order it came. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The next request nobody has awaited yet. */
  public Received awaitRequest(Duration timeout) {
    try {
      var request = unseen.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (request == null) {
        throw new AssertionError("no request within " + timeout);
      }
      return request;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a request", e);
    }
  }

  public static Answer json(String body) {
    return with(200, "application/json", body);
  }

  public static Answer xml(String body) {
    return with(200, "text/xml", body);
  }

  public static Answer with(int status, String contentType, String body) {
    return with(status, Map.of("Content-Type", contentType), body);
  }

  public static Answer with(int status, Map<String, String> headers, String body) {
    return out -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      write(out, head(status, headers, "Content-Length: " + bytes.length));
      out.write(bytes);
      return true;
    };
  }

  public static Answer redirect(String location) {
    return with(302, Map.of("Location", location), "");
  }

  /** Waits before it answers. */
  public static Answer slow(Duration wait, Answer then) {
    return out -> {
      Thread.sleep(wait);
      return then.write(out);
    };
  }

  /** Takes the request and stays silent until it is closed. */
  public static Answer never() {
    return slow(Duration.ofHours(1), _ -> false);
  }

  /** Hangs up without a word. */
  public static Answer hangUp() {
    return _ -> false;
  }

  /** Promises the whole body, sends so many bytes of it and hangs up. */
  public static Answer cut(String body, int sentBytes) {
    return out -> {
      write(out, head(200, Map.of("Content-Type", "application/json"), "Content-Length: " + body.length()));
      write(out, body.substring(0, sentBytes));
      return false;
    };
  }

  /** A JSON text of so many bytes, in chunks, so that no header gives it away. */
  public static Answer huge(long bytes) {
    return out -> {
      write(out, head(200, Map.of("Content-Type", "application/json"), "Transfer-Encoding: chunked"));
      var chunk = "x".repeat(8_192);
      for (long sent = 0; sent < bytes; sent += chunk.length()) {
        write(out, "2000\r\n" + chunk + "\r\n");
      }
      write(out, "0\r\n\r\n");
      return true;
    };
  }

  /** One byte at a time, for ever. */
  public static Answer drip(Duration pause) {
    return out -> {
      write(out, head(200, Map.of("Content-Type", "application/json"), "Transfer-Encoding: chunked"));
      while (true) {
        write(out, "1\r\n \r\n");
        Thread.sleep(pause);
      }
    };
  }

  /** Whatever bytes, then hangs up. */
  public static Answer raw(String bytes) {
    return out -> {
      write(out, bytes);
      return false;
    };
  }

  private static String head(int status, Map<String, String> headers, String framing) {
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(status < 400 ? " OK\r\n" : " Not OK\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append(framing).append("\r\n\r\n").toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().name("recipient").start(() -> serve(socket));
      } catch (IOException closed) {
        return; // close() closed it: there is no other reason in a test
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (var request = read(in); request != null; request = read(in)) {
        received.add(request);
        unseen.add(request);
        var once = next.poll();
        if (!(once == null ? always : once).write(socket.getOutputStream())) {
          return;
        }
      }
    } catch (IOException gone) {
      // The other side hung up, which a test of a limit is there to make it do.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Null at the end of the connection. */
  private static @Nullable Received read(InputStream in) throws IOException {
    var first = line(in);
    if (first == null) {
      return null;
    }
    var request = first.split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (var header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.merge(header.substring(0, colon), header.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    var length = headers.get("Content-Length");
    byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    return new Received(request[0], request[1], headers, new String(body, StandardCharsets.UTF_8));
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Hangs up on everybody. */
  @Override
  public void close() {
    try {
      server.close();
      if (accepting != null) {
        accepting.join(); // until it has noticed, a connection may still be taken
      }
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
