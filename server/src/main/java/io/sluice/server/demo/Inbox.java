package io.sluice.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.server.kernel.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a demonstration's mails go: an SMTP server on the loopback address and, on a port of its own so that nobody
 * takes it for the product's API, a page to read them. {@code GET <url>/messages} answers a JSON array, newest last, of
 * {@code {"from", "to": […], "subject", "text", "html", "links": […], "received_at"}}.
 *
 * <p>The mails hold links that sign people in. So both ports are on the loopback address only, and a request whose Host
 * is not a loopback name is refused: through a name it points at this machine, a page elsewhere could read them.
 */
public final class Inbox implements AutoCloseable {

  private static final Pattern LOOPBACK_HOST =
      Pattern.compile("(?i)(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?");
  private static final String PAGE = resource("inbox.html");
  private static final String NONCE_MARK = "{{nonce}}";

  private final Mailbox mailbox = new Mailbox();
  private final JsonMapper json = JsonMapper.builder().build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MailCatcher catcher;
  private final HttpServer web;

  private Inbox(Clock clock) throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/", this::answer);
    web.setExecutor(threads);
    web.start();
    catcher = new MailCatcher(mailbox, clock);
  }

  /** An inbox that listens, empty. @throws UncheckedIOException if the machine lets it open no port */
  public static Inbox open(Clock clock) {
    try {
      return new Inbox(clock);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's inbox could not open a port", e);
    }
  }

  /** {@code smtp://127.0.0.1:<port>}: what to give as the server that mails go out by. */
  public URI smtpUrl() {
    return URI.create("smtp://127.0.0.1:" + catcher.port());
  }

  /** {@code http://127.0.0.1:<port>}, without a slash at the end: the page, and the start of {@code <url>/messages}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort());
  }

  @Override
  public void close() {
    catcher.close();
    web.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
      if (!LOOPBACK_HOST.matcher(host).matches()) {
        send(exchange, 403, "text/plain; charset=utf-8", "The inbox answers on this machine only.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "text/plain; charset=utf-8", "The inbox can only be read.\n");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> sendPage(exchange);
          case "/messages" -> send(exchange, 200, "application/json", json.writeValueAsString(mailbox.all()));
          default -> send(exchange, 404, "text/plain; charset=utf-8", "There is only / and /messages.\n");
        }
      }
    }
  }

  /** A mail's frame inherits this policy: pictures from elsewhere stay out and no script but the page's own runs. */
  private static void sendPage(HttpExchange exchange) throws IOException {
    String nonce = Secrets.random();
    exchange.getResponseHeaders().set("Content-Security-Policy",
        "default-src 'none'; connect-src 'self'; frame-src 'self'; img-src data:; style-src 'unsafe-inline'; "
            + "script-src 'nonce-" + nonce + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    send(exchange, 200, "text/html; charset=utf-8", PAGE.replace(NONCE_MARK, nonce));
  }

  private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String resource(String name) {
    try (InputStream in = Inbox.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
