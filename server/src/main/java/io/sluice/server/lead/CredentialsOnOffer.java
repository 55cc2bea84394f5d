package io.sluice.server.lead;

import io.sluice.server.delivery.credential.Credentials;
import io.sluice.server.flow.KnownCredentials;
import io.sluice.server.kernel.AccountId;
import org.springframework.stereotype.Component;

/** Tells flows which credentials their account has. */
@Component
final class CredentialsOnOffer implements KnownCredentials {

  private final Credentials credentials;

  CredentialsOnOffer(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public boolean isKnown(AccountId account, String id) {
    return credentials.isKnown(account, id);
  }
}
