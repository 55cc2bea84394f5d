package io.sluice.server.crm.optout;

import io.sluice.server.account.Member;
import io.sluice.server.crm.optout.OptOut.Origin;
import io.sluice.server.crm.optout.OptOut.Request;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /opt_outs}, {@code /opt_out_links} and {@code /opt_out_requests}: withdrawn consent, both sides of it. */
@ConsoleApi
class OptOutApi {

  private static final int USUAL = 100;
  private static final String BY_LINK = "the person, by a link";

  record PersonJson(@Nullable String email, @Nullable String phone, @Nullable String country) {}

  record NewJson(@Nullable String email, @Nullable String phone, @Nullable String country, @Nullable String source) {}

  record TokenJson(String token) {}

  record LinkJson(String url, String token) {}

  record MessageJson(String message) {}

  record PartyJson(AccountId id, String name) {}

  /** Whoever is no partner of the one who reads is not named to it: only by whose leads it was reached. */
  record HolderJson(String requestId, @Nullable PartyJson account, PartyJson through, String toldBy,
      Instant requestedAt, Instant dueAt, @Nullable Instant confirmedAt, boolean overdue) {

    static HolderJson of(OptOuts.Asked asked, Instant now) {
      Request request = asked.request();
      boolean near = asked.through().equals(request.asker());
      return new HolderJson(request.id(), near ? new PartyJson(request.account(), asked.name()) : null,
          new PartyJson(asked.through(), asked.throughName()), request.toldBy(), request.requestedAt(),
          request.dueAt(), request.confirmedAt(), request.overdue(now));
    }
  }

  record OptOutJson(String id, String origin, String source, Instant requestedAt, Instant dueAt, int asked,
      int confirmed, int overdue, List<HolderJson> holders) {

    static OptOutJson of(OptOut optOut, List<OptOuts.Asked> asked, Instant now) {
      List<HolderJson> holders = asked.stream().filter(one -> one.request().optOut().equals(optOut.id()))
          .map(one -> HolderJson.of(one, now)).toList();
      return new OptOutJson(optOut.id(), optOut.origin().word(), optOut.source(), optOut.requestedAt(), optOut.dueAt(),
          holders.size(), (int) holders.stream().filter(holder -> holder.confirmedAt() != null).count(),
          (int) holders.stream().filter(HolderJson::overdue).count(), holders);
    }
  }

  record RequestJson(String id, PartyJson askedBy, String toldBy, Instant requestedAt, Instant dueAt,
      @Nullable Instant confirmedAt, boolean overdue, List<String> exchangeLeadIds, List<Long> crmLeadIds) {}

  private final OptOuts optOuts;
  private final OptOutLinks links;
  private final PersonHashes hashes;
  private final BaseUrl base;
  private final Clock clock;

  OptOutApi(OptOuts optOuts, OptOutLinks links, PersonHashes hashes, BaseUrl base, Clock clock) {
    this.optOuts = optOuts;
    this.links = links;
    this.hashes = hashes;
    this.base = base;
    this.clock = clock;
  }

  @PostMapping("/opt_outs")
  Answer<OptOutJson> register(Member caller, @RequestBody NewJson wanted) {
    Set<String> person = hashes.of(Person.of(wanted.email(), wanted.phone(), wanted.country()));
    String source = wanted.source();
    return Answer.created(
        optOuts.register(caller.account(), caller.user(), Origin.CALL, source == null ? "" : source, person),
        made -> json(caller.account(), made));
  }

  @GetMapping("/opt_outs")
  Answer<List<OptOutJson>> list(Member caller,
      @RequestParam(name = "before_id", required = false) @Nullable String before,
      @RequestParam(required = false) @Nullable Integer limit) {
    List<OptOut> found = optOuts.of(caller.account(), before, limit == null ? USUAL : limit);
    List<OptOuts.Asked> asked = optOuts.asked(caller.account(), found.stream().map(OptOut::id).toList());
    Instant now = clock.instant();
    return Answer.ok(found.stream().map(one -> OptOutJson.of(one, asked, now)).toList());
  }

  @GetMapping("/opt_outs/{id}")
  Answer<OptOutJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(optOuts.find(caller.account(), id), found -> json(caller.account(), found));
  }

  private OptOutJson json(AccountId account, OptOut optOut) {
    return OptOutJson.of(optOut, optOuts.asked(account, List.of(optOut.id())), clock.instant());
  }

  @PostMapping("/opt_out_links")
  Answer<LinkJson> link(Member caller, @RequestBody PersonJson about) {
    Set<String> person = hashes.of(Person.of(about.email(), about.phone(), about.country()));
    if (person.isEmpty()) {
      return Answer.problem(new OptOutRefusal.Nobody().problem());
    }
    String token = links.token(new OptOutLinks.Named(caller.account(), person));
    return Answer.created(new LinkJson(base.link("/opt-out/" + token), token));
  }

  /** Never on GET: programs that look through mail open every link. */
  @OpenToAll
  @PostMapping("/opt_outs/by_link")
  Answer<MessageJson> byLink(@RequestBody TokenJson wanted) {
    return links.read(wanted.token())
        .map(named -> Answer.ok(optOuts.register(named.account(), null, Origin.LINK, BY_LINK, named.hashes()),
            _ -> new MessageJson("You are opted out. Everybody who got your details from here is being told.")))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }

  @GetMapping("/opt_out_requests")
  Answer<List<RequestJson>> requests(Member caller,
      @RequestParam(required = false) @Nullable Boolean open,
      @RequestParam(name = "before_id", required = false) @Nullable String before,
      @RequestParam(required = false) @Nullable Integer limit) {
    return Answer.ok(optOuts.requests(caller.account(), Boolean.TRUE.equals(open), before, limit == null ? USUAL : limit)
        .stream().map(asked -> json(caller.account(), asked)).toList());
  }

  @GetMapping("/opt_out_requests/{id}")
  Answer<RequestJson> request(Member caller, @PathVariable String id) {
    return Answer.ok(optOuts.request(caller.account(), id), asked -> json(caller.account(), asked));
  }

  @PostMapping("/opt_out_requests/{id}/confirm")
  Answer<RequestJson> confirm(Member caller, @PathVariable String id) {
    return Answer.ok(optOuts.confirm(caller.account(), caller.user(), id), asked -> json(caller.account(), asked));
  }

  private RequestJson json(AccountId account, OptOuts.Asked asked) {
    Request request = asked.request();
    return new RequestJson(request.id(), new PartyJson(asked.through(), asked.throughName()), request.toldBy(),
        request.requestedAt(), request.dueAt(), request.confirmedAt(), request.overdue(clock.instant()),
        optOuts.exchangeLeads(account, request), optOuts.crmLeads(account, request));
  }
}
