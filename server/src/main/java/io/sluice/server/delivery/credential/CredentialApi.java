package io.sluice.server.delivery.credential;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /credentials} (exchange 14.5). Secrets go in and never come out. */
@ExchangeApi
class CredentialApi {

  private final Credentials credentials;

  CredentialApi(Credentials credentials) {
    this.credentials = credentials;
  }

  @GetMapping("/credentials")
  Answer<List<CredentialJson>> list(Member caller) {
    return Answer.ok(credentials.of(caller.account()).stream().map(CredentialJson::of).toList());
  }

  @PostMapping("/credentials")
  Answer<CredentialJson> create(Member caller, @RequestBody WantedCredential wanted) {
    return Answer.created(credentials.create(caller.account(), caller.user(), wanted), CredentialJson::of);
  }

  @GetMapping("/credentials/{id}")
  Answer<CredentialJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(credentials.visible(caller.account(), id), CredentialJson::of);
  }

  @PutMapping("/credentials/{id}")
  Answer<CredentialJson> replace(Member caller, @PathVariable String id, @RequestBody WantedCredential wanted) {
    return Answer.ok(credentials.replace(caller.account(), caller.user(), id, wanted), CredentialJson::of);
  }

  @DeleteMapping("/credentials/{id}")
  Answer<CredentialJson> delete(Member caller, @PathVariable String id) {
    return Answer.ok(credentials.delete(caller.account(), caller.user(), id), CredentialJson::of);
  }
}
