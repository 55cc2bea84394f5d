package io.sluice.server.submission.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.engine.run.CompiledSource;
import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.Member;
import io.sluice.server.account.Users;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /submission_doc_access_logs} (exchange 17). */
@ExchangeApi
class DocAccessApi {

  /** {@code hidden} is taken with or without the {@code ui_state} around it: the contract writes both. */
  record VisibilityJson(@Nullable Boolean hidden, @Nullable UiStateJson uiState) {

    record UiStateJson(@Nullable Boolean hidden) {}

    @Nullable Boolean wanted() {
      return uiState != null && uiState.hidden() != null ? uiState.hidden() : hidden;
    }
  }

  record NamedJson(String id, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name) {}

  record UserJson(String id, String name, String email) {}

  record AccessorJson(NamedJson account, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UserJson user) {}

  record FlowJson(String id, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name, NamedJson account) {}

  record DocJson(FlowJson flow, NamedJson source) {}

  record LogJson(String id, AccessorJson accessor, DocJson submissionDoc, Instant createdAt, Instant lastAccessedAt,
      long accessCount) {}

  private final DocAccesses accesses;
  private final Accounts accounts;
  private final Users users;
  private final OpenFlows flows;

  DocAccessApi(DocAccesses accesses, Accounts accounts, Users users, OpenFlows flows) {
    this.accesses = accesses;
    this.accounts = accounts;
    this.users = users;
    this.flows = flows;
  }

  @GetMapping("/submission_doc_access_logs")
  Answer<List<LogJson>> list(
      Member caller, @RequestParam(name = "show_hidden", defaultValue = "false") boolean showHidden) {
    return Answer.ok(json(accesses.of(caller.account(), showHidden)));
  }

  @PutMapping("/submission_doc_access_logs/account/{account_id}")
  Answer<List<LogJson>> hideAccount(
      Member caller, @PathVariable("account_id") String account, @RequestBody VisibilityJson wanted) {
    return answer(wanted, hidden -> accesses.hideAccount(caller.account(), account, hidden));
  }

  @PutMapping("/submission_doc_access_logs/flow/{flow_id}")
  Answer<List<LogJson>> hideFlow(
      Member caller, @PathVariable("flow_id") String flow, @RequestBody VisibilityJson wanted) {
    return answer(wanted, hidden -> accesses.hideFlow(caller.account(), flow, hidden));
  }

  @PutMapping("/submission_doc_access_logs/flow/{flow_id}/source/{source_id}")
  Answer<List<LogJson>> hideSource(Member caller, @PathVariable("flow_id") String flow,
      @PathVariable("source_id") String source, @RequestBody VisibilityJson wanted) {
    return answer(wanted, hidden -> accesses.hideSource(caller.account(), flow, source, hidden));
  }

  private Answer<List<LogJson>> answer(
      VisibilityJson wanted, Function<Boolean, Result<List<DocAccess>, DocAccessRefusal>> hide) {
    Boolean hidden = wanted.wanted();
    return Answer.ok(
        hidden == null ? Result.refused(new DocAccessRefusal.NotSaid()) : hide.apply(hidden), this::json);
  }

  private List<LogJson> json(List<DocAccess> some) {
    Map<AccountId, NamedJson> companies = new HashMap<>();
    Map<UserId, Optional<UserJson>> people = new HashMap<>();
    return some.stream().map(access -> new LogJson(access.id(),
        new AccessorJson(companies.computeIfAbsent(access.accessor(), this::account), person(access, people)),
        doc(access, companies.computeIfAbsent(access.owner(), this::account)),
        access.createdAt(), access.lastAccessedAt(), access.count())).toList();
  }

  /** With the names the flow has now; without them when it is gone. */
  private DocJson doc(DocAccess access, NamedJson owner) {
    OpenFlow flow = flows.open(access.flow()).orElse(null);
    String sourceName = flow == null ? null : flow.source(access.source()).map(CompiledSource::name).orElse(null);
    return new DocJson(new FlowJson(access.flow().value(), flow == null ? null : flow.flow().name(), owner),
        new NamedJson(access.source().value(), sourceName));
  }

  private NamedJson account(AccountId id) {
    return new NamedJson(id.value(), accounts.find(id).map(Account::name).orElse(null));
  }

  private @Nullable UserJson person(DocAccess access, Map<UserId, Optional<UserJson>> known) {
    UserId id = access.user();
    return id == null ? null : known.computeIfAbsent(id, _ -> users.find(access.accessor(), id)
        .map(user -> new UserJson(id.value(), user.fullName(), user.email().value()))).orElse(null);
  }
}
