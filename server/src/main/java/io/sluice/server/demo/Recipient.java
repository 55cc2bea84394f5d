package io.sluice.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** Acme's lead system, played by a real HTTP server: it takes form posts, pays for a lead and does not serve Nevada. */
final class Recipient implements AutoCloseable {

  static final String PRICE = "12.5";
  static final String NOT_SERVED = "NV";
  static final String REASON = "We do not serve Nevada";
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final List<Map<String, String>> taken = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpServer server;

  Recipient() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Acme's lead system could not open a port", e);
    }
    server.createContext("/leads", this::take);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/leads");
  }

  /** The leads it was sent, in order: parameter → value. */
  List<Map<String, String>> taken() {
    return List.copyOf(taken);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
      Map<String, String> lead = form(new String(body, StandardCharsets.UTF_8));
      taken.add(lead);
      Object answer = NOT_SERVED.equals(lead.get("state"))
          ? new Refused("failure", REASON)
          : new Bought("success", "acme-" + taken.size(), PRICE);
      byte[] bytes = json.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private record Bought(String outcome, String reference, String price) {}

  private record Refused(String outcome, String reason) {}

  private static Map<String, String> form(String body) {
    Map<String, String> values = new TreeMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
