package io.sluice.server.crm.optout;

import io.sluice.server.kernel.Secrets;
import io.sluice.server.vault.KeyMissing;
import io.sluice.server.vault.Sealed;
import io.sluice.server.vault.SealedTexts;
import io.sluice.server.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keyed hashes of persons (HMAC-SHA-256): who reads the tables without the key cannot tell whether somebody is in them
 * by hashing all numbers there are. The key is this installation's, made when it is first needed and sealed in the vault.
 */
@Component
class PersonHashes implements SealedTexts {

  private static final String OWNER = "opt-out/persons";
  private static final int HASH_BYTES = 16; // two persons of ten billion share one with a chance of 1 in 10^18

  private final PersonKeyStore store;
  private final Vault vault;
  private volatile @Nullable SecretKeySpec key;

  PersonHashes(PersonKeyStore store, Vault vault) {
    this.store = store;
    this.vault = vault;
  }

  /** One for the address, one for each number. */
  Set<String> of(Person person) {
    Set<String> hashes = new TreeSet<>();
    for (String text : person.texts()) {
      hashes.add(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac(text), HASH_BYTES)));
    }
    return hashes;
  }

  /**
   * Before the server takes anything: leads that came in while it cannot hash persons would never be known to opt-outs.
   *
   * @throws KeyMissing when the key was sealed with one that this server does not have
   */
  void open() {
    key();
    reseal();
  }

  /** Says that this server wrote the text. */
  byte[] signature(String text) {
    return Arrays.copyOf(mac("link " + text), HASH_BYTES);
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key());
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private SecretKeySpec key() {
    SecretKeySpec known = key;
    if (known == null) {
      Sealed sealed = store.find().orElseGet(() -> {
        store.insertIfNew(vault.seal(Secrets.random() + Secrets.random(), OWNER));
        return store.find().orElseThrow();
      });
      String secret = vault.open(sealed, OWNER).orElseThrow(() -> new KeyMissing(
          "The key of opt-outs was sealed with a key that this server does not have: put that one into secret.key below the "
              + "data directory, or behind the first in SLUICE_SECRET_KEY; docs/operating/backup.md says what to do when it "
              + "is lost."));
      known = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
      key = known;
    }
    return known;
  }

  @Override
  public String what() {
    return "the key of opt-outs";
  }

  @Override
  public boolean exist() {
    return store.find().isPresent();
  }

  @Override
  public int reseal() {
    Optional<Sealed> sealed = store.find().filter(kept -> !kept.keyId().equals(vault.keyId()));
    if (sealed.isEmpty()) {
      return 0;
    }
    Optional<String> secret = vault.open(sealed.get(), OWNER);
    secret.ifPresent(text -> store.update(vault.seal(text, OWNER)));
    return secret.isPresent() ? 0 : 1;
  }
}
