package io.sluice.server.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random capabilities (keys, links) and the form in which they are kept: 160 bits out, SHA-256 at rest. */
public final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int BYTES = 20;

  private Secrets() {}

  /** 27 characters of the URL-safe base64 alphabet. */
  public static String random() {
    return random(BYTES);
  }

  /** Of the URL-safe base64 alphabet, four characters for three bytes. */
  public static String random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** 64 hex characters; enough without salt, for what is hashed is random. */
  public static String hash(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
