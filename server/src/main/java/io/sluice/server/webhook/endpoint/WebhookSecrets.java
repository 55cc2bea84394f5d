package io.sluice.server.webhook.endpoint;

import io.sluice.server.vault.Sealed;
import io.sluice.server.vault.SealedTexts;
import io.sluice.server.vault.Vault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What endpoints' messages are signed with, in and out of the vault. */
@Component
public class WebhookSecrets implements SealedTexts {

  private static final int RESEALED_AT_ONCE = 100;

  private final WebhookEndpointStore store;
  private final Vault vault;

  WebhookSecrets(WebhookEndpointStore store, Vault vault) {
    this.store = store;
    this.vault = vault;
  }

  Sealed seal(WebhookEndpoint endpoint, SigningSecret secret) {
    return vault.seal(secret.text(), owner(endpoint));
  }

  Sealed seal(WebhookEndpoint endpoint, FormerSecrets former) {
    return vault.seal(former.text(), owner(endpoint));
  }

  /** All that sign now, the newest first. */
  List<SigningSecret> at(WebhookEndpointStore.Kept kept, Instant now) {
    List<SigningSecret> secrets = new ArrayList<>();
    secrets.add(current(kept).orElseThrow(() -> locked(kept)));
    former(kept, now).orElseThrow(() -> locked(kept)).all().forEach(former -> secrets.add(former.secret()));
    return secrets;
  }

  /** Those that sign on when the endpoint gets another. What this server cannot open is left behind: it signs nothing. */
  FormerSecrets replaced(WebhookEndpointStore.Kept kept, Instant now, Instant until) {
    FormerSecrets before = former(kept, now).orElse(FormerSecrets.NONE);
    return current(kept).map(secret -> before.with(secret, until)).orElse(before);
  }

  private Optional<SigningSecret> current(WebhookEndpointStore.Kept kept) {
    return vault.open(kept.secret(), owner(kept.endpoint())).map(SigningSecret::new);
  }

  /** Empty when there are some that this server cannot open. */
  private Optional<FormerSecrets> former(WebhookEndpointStore.Kept kept, Instant now) {
    Sealed former = kept.former();
    Instant until = kept.endpoint().formerSecretUntil();
    if (former == null || until == null || !now.isBefore(until)) {
      return Optional.of(FormerSecrets.NONE);
    }
    return vault.open(former, owner(kept.endpoint())).map(text -> FormerSecrets.read(text, until).at(now));
  }

  private static IllegalStateException locked(WebhookEndpointStore.Kept kept) {
    return new IllegalStateException("the secret of webhook endpoint " + kept.endpoint().id()
        + " was sealed with a key that this server does not have");
  }

  private static String owner(WebhookEndpoint endpoint) {
    return "webhook/" + endpoint.account() + "/" + endpoint.id();
  }

  @Override
  public String what() {
    return "webhook secrets";
  }

  @Override
  public boolean exist() {
    return !store.sealedOtherwise("", "", 1).isEmpty();
  }

  @Override
  public int reseal() {
    int unreadable = 0;
    String keyId = vault.keyId();
    String last = "";
    for (List<WebhookEndpointStore.Kept> some = store.sealedOtherwise(keyId, last, RESEALED_AT_ONCE); !some.isEmpty();
        some = store.sealedOtherwise(keyId, last, RESEALED_AT_ONCE)) {
      for (WebhookEndpointStore.Kept kept : some) {
        unreadable += reseal(kept) ? 0 : 1;
        last = kept.endpoint().account().value() + kept.endpoint().id().value();
      }
    }
    return unreadable;
  }

  private boolean reseal(WebhookEndpointStore.Kept kept) {
    WebhookEndpoint endpoint = kept.endpoint();
    Optional<String> secret = vault.open(kept.secret(), owner(endpoint));
    Optional<String> former = Optional.ofNullable(kept.former()).flatMap(text -> vault.open(text, owner(endpoint)));
    if (secret.isEmpty() || kept.former() != null && former.isEmpty()) {
      return false;
    }
    store.reseal(endpoint.account(), endpoint.id(), kept, vault.seal(secret.get(), owner(endpoint)),
        former.map(text -> vault.seal(text, owner(endpoint))).orElse(null));
    return true;
  }
}
