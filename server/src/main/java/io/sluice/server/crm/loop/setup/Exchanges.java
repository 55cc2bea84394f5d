package io.sluice.server.crm.loop.setup;

import io.sluice.server.account.Accounts;
import io.sluice.server.crm.loop.rule.FeedbackRules;
import io.sluice.server.entity.Entities;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.onboard.Onboards;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which partners' leads come into a company, and how one more partner's begin to (decision 0126). */
@Component
class Exchanges {

  private final Onboards onboards;
  private final Connections connections;
  private final Accounts accounts;
  private final CompanyFlows flows;
  private final FeedbackRules rules;

  Exchanges(Onboards onboards, Connections connections, Accounts accounts, CompanyFlows flows, FeedbackRules rules) {
    this.onboards = onboards;
    this.connections = connections;
    this.accounts = accounts;
    this.flows = flows;
    this.rules = rules;
  }

  /**
   * A partner's leads.
   *
   * @param flow they come by; absent until that is set up
   * @param intoCompany whether they come into the company that is asked about
   */
  record Exchange(Onboard onboard, AccountId seller, String sellerName, @Nullable FlowId flow, boolean intoCompany) {}

  /** Every partner the account buys from, in the order they were met. */
  List<Exchange> of(AccountId account, CompanyId company) {
    return onboards.of(account).stream().map(onboard -> exchange(account, company, onboard)).toList();
  }

  /**
   * What a company's admin decides.
   *
   * @param onboard as it came
   * @param flow the account's; absent: that of the onboard, or one that is made
   */
  record Wanted(String onboard, @Nullable String flow, String onDuplicate, boolean feedbackRules) {}

  /** Asked for again, it answers what was set up. */
  Result<Exchange, ExchangeRefusal> setUp(AccountId account, UserId by, CompanyId company, Wanted wanted) {
    return found(account, wanted.onboard()).then(onboard -> {
      if (!onboard.completed()) {
        return begun(account, by, company, onboard, wanted);
      }
      boolean here = flows.leadInto(account, onboard.flowId(), company)
          && (wanted.flow() == null || wanted.flow().equals(String.valueOf(onboard.flowId())));
      return here ? Result.done(onboard) : Result.<Onboard, ExchangeRefusal>refused(new ExchangeRefusal.SetUpElsewhere());
    }).map(onboard -> {
      if (wanted.feedbackRules()) {
        rules.offer(account, company, by);
      }
      return exchange(account, company, onboard);
    });
  }

  private Result<Onboard, ExchangeRefusal> begun(
      AccountId account, UserId by, CompanyId company, Onboard onboard, Wanted wanted) {
    Connection connection = connections.find(account, onboard.connectionId()).orElseThrow();
    var seller = Entities.standingFor(accounts.of(connection.seller())).summary();
    FlowId flow = wanted.flow() == null ? null : FlowId.of(wanted.flow());
    return flows.prepare(account, by, onboard, seller, company, wanted.onDuplicate(), flow)
        .then(prepared -> CompanyFlows.onboard(onboards.change(account, onboard.id().value(),
            new Onboards.Wanted(onboard.invitationId(), null, null, prepared, Onboard.COMPLETED))))
        .then(ended -> ended.completed() ? Result.done(ended)
            : Result.refused(new ExchangeRefusal.SetUpFailed(String.valueOf(ended.error()))));
  }

  private Result<Onboard, ExchangeRefusal> found(AccountId account, String id) {
    return CompanyFlows.onboard(onboards.find(account, id));
  }

  private Exchange exchange(AccountId account, CompanyId company, Onboard onboard) {
    AccountId seller = connections.find(account, onboard.connectionId()).orElseThrow().seller();
    FlowId flow = onboard.flowId();
    return new Exchange(onboard, seller, accounts.of(seller).name(), flow, flows.leadInto(account, flow, company));
  }
}
