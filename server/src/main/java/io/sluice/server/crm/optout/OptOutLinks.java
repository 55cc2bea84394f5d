package io.sluice.server.crm.optout;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Links by which a person opts out herself. All that is in one is in its token: the account, the hashes of the person,
 * and a signature. Nothing is stored for a link, so every mail may have one, and none expires.
 */
@Component
class OptOutLinks {

  private static final int MAX_CHARS = 400;
  private static final int MAX_HASHES = 8;
  private static final String HASH = "[A-Za-z0-9_-]{22}";

  private final PersonHashes hashes;

  OptOutLinks(PersonHashes hashes) {
    this.hashes = hashes;
  }

  /** Whom a link is about, and who gave it to her. */
  record Named(AccountId account, Set<String> hashes) {}

  String token(Named named) {
    String text = named.account() + "." + String.join(".", new TreeSet<>(named.hashes()));
    return text + "." + signature(text);
  }

  /** Empty: this server did not write it. */
  Optional<Named> read(String token) {
    int end = token.lastIndexOf('.');
    if (token.length() > MAX_CHARS || end < 0) {
      return Optional.empty();
    }
    String text = token.substring(0, end);
    boolean ours = MessageDigest.isEqual(
        signature(text).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        token.substring(end + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String[] parts = text.split("\\.");
    if (!ours || parts.length < 2 || parts.length > MAX_HASHES + 1 || !ObjectIds.valid(parts[0])) {
      return Optional.empty();
    }
    Set<String> named = new TreeSet<>();
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].matches(HASH)) {
        return Optional.empty();
      }
      named.add(parts[i]);
    }
    return Optional.of(new Named(AccountId.of(parts[0]), named));
  }

  private String signature(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hashes.signature(text));
  }
}
