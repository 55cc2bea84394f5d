package io.sluice.server.crm.legal;

import io.sluice.server.account.Person;
import io.sluice.server.account.Superuser;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.OpenToAll;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /legal_terms} (crm 2.10), and publishing them, which is ours. */
@CrmApi
class LegalTermApi {

  record LegalTermJson(
      long id, String version, String title, String content, boolean latestVersion, Instant publishedAt) {

    static LegalTermJson of(LegalTerm term) {
      return new LegalTermJson(
          term.id(), term.version(), term.title(), term.content(), term.latest(), term.publishedAt());
    }
  }

  record OneJson(LegalTermJson legalTerm) {

    static OneJson of(LegalTerm term) {
      return new OneJson(LegalTermJson.of(term));
    }
  }

  /** The contract has looked at the version: two numbers with a point between them. */
  record NewJson(String version, String title, String content) {

    int part(int index) {
      return Integer.parseInt(version.split("\\.", -1)[index]);
    }
  }

  private final LegalTerms terms;

  LegalTermApi(LegalTerms terms) {
    this.terms = terms;
  }

  @OpenToAll
  @GetMapping("/api/v1/legal_terms/current")
  Answer<OneJson> current() {
    return Answer.ok(terms.orUnknown(terms.current()), OneJson::of);
  }

  @GetMapping("/api/v1/legal_terms/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(terms.show(id), OneJson::of);
  }

  @PostMapping("/api/v1/legal_terms")
  Answer<OneJson> publish(Superuser caller, @RequestBody NewJson wanted) {
    return Answer.created(
        terms.publish(caller, wanted.part(0), wanted.part(1), wanted.title(), wanted.content()), OneJson::of);
  }
}
