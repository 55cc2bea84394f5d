package io.sluice.server.account.provider;

import java.net.URI;

/**
 * Who may say for us who somebody is.
 *
 * @param name one word, as it is shown and as it stands in addresses: {@code google}
 */
public record OidcProvider(String name, URI issuer, String clientId, String clientSecret) {

  /** Never prints the secret. */
  @Override
  public String toString() {
    return "OidcProvider[" + name + ", " + issuer + "]";
  }
}
