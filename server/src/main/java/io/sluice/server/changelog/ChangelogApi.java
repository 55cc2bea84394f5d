package io.sluice.server.changelog;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /changelogs} (exchange 17). */
@ExchangeApi
class ChangelogApi {

  private final Changelogs changelogs;

  ChangelogApi(Changelogs changelogs) {
    this.changelogs = changelogs;
  }

  @GetMapping("/changelogs")
  Answer<List<ChangelogJson>> list(Member caller) {
    return Answer.ok(changelogs.of(caller.account()));
  }

  @GetMapping("/changelogs/{id}")
  Answer<ChangelogJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(changelogs.find(caller.account(), id), Function.identity());
  }
}
