package io.sluice.server.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The password of a Basic {@code Authorization} header (RFC 7617); the user name says nothing here (exchange 2). */
public final class BasicPassword {

  private static final String SCHEME = "Basic ";

  private BasicPassword() {}

  public static Optional<String> of(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      String pair = new String(
          Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty(); // what cannot be decoded is no credential; the route answers 401
    }
  }
}
