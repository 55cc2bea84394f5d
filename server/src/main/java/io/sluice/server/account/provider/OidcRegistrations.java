package io.sluice.server.account.provider;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/** What the providers say of themselves, asked when first needed: one that is away then is asked again, and stops no start. */
final class OidcRegistrations implements ClientRegistrationRepository {

  private final OidcProviders providers;
  private final Function<OidcProvider, ClientRegistration> ask;
  private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();

  OidcRegistrations(OidcProviders providers, Function<OidcProvider, ClientRegistration> ask) {
    this.providers = providers;
    this.ask = ask;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String name) {
    Optional<OidcProvider> named = providers.all().stream().filter(provider -> provider.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      return null;
    }
    ClientRegistration before = known.get(name);
    if (before != null) {
      return before;
    }
    ClientRegistration asked = ask.apply(named.get());
    known.put(name, asked);
    return asked;
  }
}
