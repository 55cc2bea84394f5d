package io.sluice.server.account.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenID Connect provider on this machine: it describes itself, lets people consent at once, and gives ID tokens for
 * codes, each code once, to its client alone, and only with the verifier of the challenge it was asked with (RFC 7636).
 */
final class LocalProvider implements AutoCloseable {

  static final String CLIENT = "sluice-test";
  static final String SECRET = "secret+of/the=test";

  private record Consent(Map<String, String> request, Map<String, Object> person) {}

  private final HttpServer http;
  private final RSAKey key;
  private final Map<String, Consent> codes = new ConcurrentHashMap<>();
  /** The claims of whoever consents next. */
  private volatile Map<String, Object> person = Map.of();
  /** What is wrong with the next ID token: the claims that differ. */
  private volatile Map<String, Object> spoilt = Map.of();

  LocalProvider() {
    try {
      key = new RSAKeyGenerator(2048).keyID("one").generate();
      http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    http.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
         "jwks_uri": "%1$s/keys", "userinfo_endpoint": "%1$s/me", "response_types_supported": ["code"],
         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
         "token_endpoint_auth_methods_supported": ["client_secret_basic"]}""".formatted(issuer())));
    http.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
    http.createContext("/authorize", this::authorize);
    http.createContext("/token", this::token);
    http.createContext("/me", exchange -> {
      String code = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
      answer(exchange, 200, json(codes.get("access " + code).person()));
    });
    http.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  void next(Map<String, Object> claims) {
    person = claims;
    spoilt = Map.of();
  }

  void spoil(Map<String, Object> claims) {
    spoilt = claims;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    boolean right = CLIENT.equals(asked.get("client_id")) && "code".equals(asked.get("response_type"))
        && asked.getOrDefault("scope", "").contains("openid") && asked.containsKey("state") && asked.containsKey("nonce")
        && "S256".equals(asked.get("code_challenge_method"));
    if (!right) {
      answer(exchange, 400, json(Map.of("error", "invalid_request")));
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Consent(asked, person));
    exchange.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?code=" + code + "&state="
        + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> sent = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String basic = "Basic " + Base64.getEncoder().encodeToString(
        (CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    Consent consent = codes.remove(sent.getOrDefault("code", ""));
    boolean right = basic.equals(exchange.getRequestHeaders().getFirst("Authorization")) && consent != null
        && "authorization_code".equals(sent.get("grant_type"))
        && consent.request().get("redirect_uri").equals(sent.get("redirect_uri"))
        && consent.request().get("code_challenge").equals(challenge(sent.getOrDefault("code_verifier", "")));
    if (!right) {
      answer(exchange, 400, json(Map.of("error", "invalid_grant")));
      return;
    }
    String access = UUID.randomUUID().toString();
    codes.put("access " + access, consent);
    answer(exchange, 200, json(Map.of("access_token", access, "token_type", "Bearer", "expires_in", 300,
        "id_token", idToken(consent))));
  }

  private String idToken(Consent consent) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT)
        .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)))
        .claim("nonce", consent.request().get("nonce"));
    consent.person().forEach(claims::claim);
    spoilt.forEach(claims::claim);
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
    }
    return fields;
  }

  private static String json(Map<String, Object> object) {
    return JsonMapper.shared().writeValueAsString(object);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
