package io.sluice.server.idempotency;

import io.sluice.server.kernel.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request as something that can come again: what it is looked up by, what tells it from another one under the same
 * key, and a seal for its answer.
 *
 * <p>An answer can hold what must not be kept in the clear (a lead's values, an API key that is shown once). Its seal
 * is made of the key and the request themselves, of which only hashes are stored: whoever sends both again can open it,
 * and nobody who reads the database. No secret has to be set up, and every node can do it.
 */
public final class KeyedRequest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** A request as it came over the wire. @param query without its question mark */
  public record Content(String method, String path, String query, @Nullable String contentType, byte[] body) {

    /** Each part with its length in front: no two requests make the same bytes. */
    private byte[] hash() {
      String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
      return sha256(utf8(method.toUpperCase(Locale.ROOT)), utf8(path), utf8(query), utf8(type), body);
    }
  }

  private final String name;
  private final String fingerprint;
  private final SecretKeySpec secret;

  private KeyedRequest(String name, byte[] key, byte[] content) {
    this.name = name;
    this.fingerprint = hex(sha256(utf8("content"), content));
    this.secret = new SecretKeySpec(sha256(utf8("answer"), key, content), "AES");
  }

  public static KeyedRequest of(IdempotencyKey key, Content content) {
    byte[] text = utf8(key.value());
    return new KeyedRequest(hex(sha256(utf8("key"), text)), text, content.hash());
  }

  /** Without a key of its own: the same again is the same request. */
  public static KeyedRequest byContent(Content content) {
    byte[] hash = content.hash();
    return new KeyedRequest(hex(sha256(utf8("only content"), hash)), new byte[0], hash);
  }

  /** From a user, with whom the others of her account share the keys, and nothing that she was told. */
  static KeyedRequest ofUser(UserId user, IdempotencyKey key, Content content) {
    byte[] text = utf8(key.value());
    return new KeyedRequest(hex(sha256(utf8("key"), text)), text, sha256(utf8(user.value()), content.hash()));
  }

  /** From somebody unknown, who shares the keys with everybody unknown: only the same content meets the same key. */
  static KeyedRequest ofNobody(IdempotencyKey key, Content content) {
    byte[] text = utf8(key.value());
    byte[] hash = content.hash();
    return new KeyedRequest(hex(sha256(utf8("key and content"), text, hash)), text, hash);
  }

  /** From whoever has this capability, who shares no keys with those who have others. */
  public static KeyedRequest ofHolder(String capability, IdempotencyKey key, Content content) {
    byte[] text = utf8(key.value());
    return new KeyedRequest(hex(sha256(utf8("key and capability"), text, utf8(capability))), text, content.hash());
  }

  /** What it is looked up by, within its scope. */
  public String name() {
    return name;
  }

  /** Differs where the request differs. */
  public String fingerprint() {
    return fingerprint;
  }

  public byte[] seal(KeptAnswer answer) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, JSON.writeValueAsBytes(answer));
    return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
  }

  /** @throws IllegalStateException when another request sealed it */
  public KeptAnswer open(byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    byte[] rest = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
    return JSON.readValue(crypt(Cipher.DECRYPT_MODE, nonce, rest), KeptAnswer.class);
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a kept answer cannot be sealed or opened", e);
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
