package io.sluice.server.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Seals texts with AES-256-GCM (decision 0073). What a text belongs to is sealed with it: moved to another row, it does
 * not open.
 */
@Component
public class Vault {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final VaultKeys keys;
  private final SecureRandom random = new SecureRandom();

  public Vault(VaultKeys keys) {
    this.keys = keys;
  }

  /** Whether there is a key already; none is made. */
  boolean hasKey() {
    return !keys.known().isEmpty();
  }

  /** The key that seals now. */
  public String keyId() {
    return keys.all().getFirst().id();
  }

  /** @param owner what the text belongs to; the same is needed to open it */
  public Sealed seal(String text, String owner) {
    VaultKey key = keys.all().getFirst();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, owner).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return new Sealed(key.id(), Base64.getEncoder().encodeToString(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Empty when this server does not have the key, or the text is not what was sealed for this owner. */
  public Optional<String> open(Sealed sealed, String owner) {
    return keys.known().stream().filter(key -> key.id().equals(sealed.keyId())).findFirst()
        .flatMap(key -> open(key, sealed.text(), owner));
  }

  /** Keys of their own for one purpose, made from all the server has and in their order (HKDF, RFC 5869). */
  public List<SecretKey> derived(String purpose, String algorithm) {
    return keys.all().stream().map(key -> derived(key, purpose, algorithm)).toList();
  }

  private static SecretKey derived(VaultKey key, String purpose, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, HKDFParameterSpec.ofExtract()
          .addIKM(key.key()).thenExpand(purpose.getBytes(StandardCharsets.UTF_8), VaultKey.BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java from 25 on has HKDF", e);
    }
  }

  private static Optional<String> open(VaultKey key, String text, String owner) {
    try {
      byte[] whole = Base64.getDecoder().decode(text);
      byte[] opened = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(whole, NONCE_BYTES), owner)
          .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return Optional.of(new String(opened, StandardCharsets.UTF_8));
    } catch (AEADBadTagException | IllegalArgumentException spoilt) {
      return Optional.empty(); // changed, moved or cut: it says nothing any more
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, VaultKey key, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
