package io.sluice.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Storage that speaks as much S3 as putting objects takes, and checks every request as the real one does: who signs, for
 * which region and service, when, and what (AWS Signature Version 4, computed here from its specification).
 */
public final class FakeS3 implements AutoCloseable {

  public static final String ACCESS_KEY = "AKIDEXAMPLE";
  public static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final Pattern AUTHORIZATION = Pattern.compile(
      "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  private final HttpServer server;
  private final Map<String, String> regionOfBucket = new ConcurrentHashMap<>();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> puts = new CopyOnWriteArrayList<>();
  private final AtomicInteger slowDowns = new AtomicInteger();

  private FakeS3(HttpServer server) {
    this.server = server;
  }

  public static FakeS3 start() {
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
      FakeS3 storage = new FakeS3(http);
      http.createContext("/", storage::handle);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
      return storage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void bucket(String name, String region) {
    regionOfBucket.put(name, region);
  }

  /** The next requests are answered 503, as Amazon does under load; a great number: it is away. */
  public void slowDown(int requests) {
    slowDowns.set(requests);
  }

  /** By {@code bucket/key}. */
  public Map<String, String> objects() {
    return objects.entrySet().stream().collect(Collectors.toMap(
        Map.Entry::getKey, object -> new String(object.getValue(), StandardCharsets.UTF_8)));
  }

  /** Behind the back of whoever put it. */
  public void lose(String object) {
    objects.remove(object);
  }

  /** Every name in the order it was put, repeats included. */
  public List<String> puts() {
    return List.copyOf(puts);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (slowDowns.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        error(exchange, 503, "SlowDown", "Please reduce your request rate.");
        return;
      }
      String path = exchange.getRequestURI().getRawPath();
      String bucket = path.substring(1).split("/", 2)[0];
      String key = path.substring(1 + bucket.length()).replaceFirst("^/", "");
      String object = bucket + "/" + key;
      String method = exchange.getRequestMethod();
      if (!List.of("PUT", "GET", "DELETE").contains(method) || key.isEmpty()) {
        error(exchange, 405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
      } else if (!isSigned(exchange, body, bucket)) {
        return;
      } else if (method.equals("DELETE")) {
        objects.remove(object);
        exchange.sendResponseHeaders(204, -1);
      } else if (method.equals("GET") && !objects.containsKey(object)) {
        error(exchange, 404, "NoSuchKey", "The specified key does not exist.");
      } else if (method.equals("GET")) {
        byte[] content = objects.get(object);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      } else {
        objects.put(object, body);
        puts.add(object);
        exchange.getResponseHeaders().set("ETag", "\"" + HEX.formatHex(hash("MD5", body)) + "\"");
        exchange.sendResponseHeaders(200, -1);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers why not, if it is not. */
  private boolean isSigned(HttpExchange exchange, byte[] body, String bucket)
      throws IOException, GeneralSecurityException {
    Matcher said = AUTHORIZATION.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (!said.matches()) {
      return error(exchange, 403, "AccessDenied", "Access Denied");
    }
    if (!said.group(1).equals(ACCESS_KEY)) {
      return error(exchange, 403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
    }
    String region = regionOfBucket.get(bucket);
    if (region == null) {
      return error(exchange, 404, "NoSuchBucket", "The specified bucket does not exist");
    }
    exchange.getResponseHeaders().set("x-amz-bucket-region", region);
    if (!said.group(3).equals(region) || !said.group(4).equals("s3")) {
      return error(exchange, 400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region '"
          + said.group(3) + "' is wrong; expecting '" + region + "'");
    }
    String date = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Date"));
    Instant signedAt = Instant.from(DATE.parse(date));
    if (!date.startsWith(said.group(2))
        || Duration.between(signedAt, Instant.now()).abs().compareTo(Duration.ofMinutes(15)) > 0) {
      return error(exchange, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
    }
    String content = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Content-Sha256"));
    if (!content.equals(HEX.formatHex(hash("SHA-256", body)))) {
      return error(exchange, 400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match.");
    }
    if (!said.group(6).equals(signature(exchange, said, date, content))) {
      return error(exchange, 403, "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided.");
    }
    return true;
  }

  private static String signature(HttpExchange exchange, Matcher said, String date, String content)
      throws GeneralSecurityException {
    String headers = Arrays.stream(said.group(5).split(";"))
        .map(name -> name.toLowerCase(Locale.ROOT) + ":"
            + String.join(",", exchange.getRequestHeaders().getOrDefault(name, List.of())).strip() + "\n")
        .collect(Collectors.joining());
    String query = exchange.getRequestURI().getRawQuery();
    String canonical = String.join("\n", exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
        query == null ? "" : query, headers, said.group(5), content);
    String scope = String.join("/", said.group(2), said.group(3), said.group(4), "aws4_request");
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope,
        HEX.formatHex(hash("SHA-256", canonical.getBytes(StandardCharsets.UTF_8))));
    byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return HEX.formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(String algorithm, byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance(algorithm).digest(bytes);
  }

  private static boolean error(HttpExchange exchange, int status, String code, String message) throws IOException {
    byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
        .formatted(code, message)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    return false;
  }
}
