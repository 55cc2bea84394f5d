package io.sluice.server.account.provider;

import java.util.List;

/** Those the operator named; none: everybody signs in with a password. */
public record OidcProviders(List<OidcProvider> all) {

  public OidcProviders {
    all = List.copyOf(all);
  }
}
