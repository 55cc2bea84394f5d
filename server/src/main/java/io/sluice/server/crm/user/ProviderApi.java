package io.sluice.server.crm.user;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.provider.Identities;
import io.sluice.server.account.provider.OidcProvider;
import io.sluice.server.account.provider.OidcProviders;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.OpenToAll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /users/{user_id}/providers} (crm 2.17), and which providers there are, which is ours. */
@CrmApi
class ProviderApi {

  private static final String PASSWORD = "password";

  record ProviderJson(long id, String provider, String uid, Instant createdAt) {}

  record ManyJson(List<ProviderJson> providers) {}

  record WayJson(String provider, String route) {}

  record WaysJson(List<WayJson> signInProviders) {}

  private final CrmUsers crmUsers;
  private final Identities identities;
  private final OidcProviders providers;

  ProviderApi(CrmUsers crmUsers, Identities identities, OidcProviders providers) {
    this.crmUsers = crmUsers;
    this.identities = identities;
    this.providers = providers;
  }

  @GetMapping("/api/v1/users/{user_id}/providers")
  Answer<ManyJson> list(Person caller, @PathVariable("user_id") String user) {
    return Answer.ok(crmUsers.findToManage(caller, user), this::json);
  }

  @OpenToAll
  @GetMapping("/api/v1/sign_in_providers")
  Answer<WaysJson> ways() {
    return Answer.ok(new WaysJson(providers.all().stream().map(OidcProvider::name)
        .map(name -> new WayJson(name, "/oauth2/authorization/" + name)).toList()));
  }

  private ManyJson json(User user) {
    List<ProviderJson> all = new ArrayList<>();
    crmUsers.passwordSetAt(user.id())
        .ifPresent(since -> all.add(new ProviderJson(user.number(), PASSWORD, user.email().value(), since)));
    identities.of(user).forEach(identity ->
        all.add(new ProviderJson(identity.id(), identity.provider(), identity.uid(), identity.createdAt())));
    return new ManyJson(all);
  }
}
