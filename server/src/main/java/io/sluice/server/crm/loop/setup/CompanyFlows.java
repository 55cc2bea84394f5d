package io.sluice.server.crm.loop.setup;

import io.sluice.server.account.Accounts;
import io.sluice.server.entity.Entity;
import io.sluice.server.flow.Flow;
import io.sluice.server.flow.FlowDocument;
import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.flow.Flows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.onboard.OnboardRefusal;
import io.sluice.server.partner.onboard.Onboards;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/** The buyer's side of a set-up: its flow leads into the company, is deployed, and its onboard is in progress with it. */
@Component
class CompanyFlows {

  private final Flows flows;
  private final Onboards onboards;
  private final Accounts accounts;

  CompanyFlows(Flows flows, Onboards onboards, Accounts accounts) {
    this.flows = flows;
    this.onboards = onboards;
    this.accounts = accounts;
  }

  /** Whether leads that come by this flow come into the company. */
  boolean leadInto(AccountId account, @Nullable FlowId flow, CompanyId company) {
    return flow != null && flows.deployed(account, flow)
        .filter(deployed -> PartnerFlow.isInto(deployed.document(), company)).isPresent();
  }

  /**
   * All of it or nothing; of two at once, the second finds what the first has made.
   *
   * @param wanted the account's; absent: that of the onboard, or one that is made
   */
  @Transactional
  public Result<FlowId, ExchangeRefusal> prepare(AccountId account, UserId by, Onboard onboard, Entity.Summary seller,
      CompanyId company, String onDuplicate, @Nullable FlowId wanted) {
    accounts.hold(account);
    Result<FlowId, ExchangeRefusal> prepared = onboard(onboards.find(account, onboard.id().value()))
        .then(now -> prepared(account, by, now, seller, company, onDuplicate, wanted == null ? now.flowId() : wanted));
    if (prepared instanceof Result.Refused) {
      TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
    }
    return prepared;
  }

  private Result<FlowId, ExchangeRefusal> prepared(AccountId account, UserId by, Onboard onboard, Entity.Summary seller,
      CompanyId company, String onDuplicate, @Nullable FlowId flow) {
    if (onboard.completed() && flow != null) {
      return Result.done(flow);
    }
    return saved(account, by, seller, company, onDuplicate, flow)
        .then(saved -> refusable(flows.deploy(account, saved.id().value())))
        .then(deployed -> inProgress(account, onboard, deployed.id()));
  }

  /** One that is in progress with the flow may be completed at this moment, by another call. */
  private Result<FlowId, ExchangeRefusal> inProgress(AccountId account, Onboard onboard, FlowId flow) {
    return onboard.status().equals(Onboard.IN_PROGRESS) && flow.equals(onboard.flowId())
        ? Result.done(flow)
        : onboard(onboards.change(account, onboard.id().value(), new Onboards.Wanted(
            onboard.invitationId(), null, null, flow, Onboard.IN_PROGRESS))).map(_ -> flow);
  }

  private Result<Flow, ExchangeRefusal> saved(AccountId account, UserId by, Entity.Summary seller, CompanyId company,
      String onDuplicate, @Nullable FlowId flow) {
    if (flow == null) {
      FlowDocument made = PartnerFlow.into(PartnerFlow.named(seller), seller, company, onDuplicate);
      return refusable(flows.create(account, by, made));
    }
    Flow found = flows.find(account, flow).orElse(null);
    if (found == null) {
      return Result.refused(new ExchangeRefusal.Unknown());
    }
    FlowDocument wanted = PartnerFlow.into(found.document(), seller, company, onDuplicate);
    return wanted.equals(found.document())
        ? Result.done(found) : refusable(flows.replace(account, by, flow.value(), wanted));
  }

  static Result<Onboard, ExchangeRefusal> onboard(Result<Onboard, OnboardRefusal> result) {
    return switch (result) {
      case Result.Done<Onboard, OnboardRefusal>(Onboard onboard) -> Result.done(onboard);
      case Result.Refused<Onboard, OnboardRefusal>(OnboardRefusal why) ->
          Result.refused(new ExchangeRefusal.OnboardRefused(why));
    };
  }

  private static Result<Flow, ExchangeRefusal> refusable(Result<Flow, FlowRefusal> result) {
    return switch (result) {
      case Result.Done<Flow, FlowRefusal>(Flow flow) -> Result.done(flow);
      case Result.Refused<Flow, FlowRefusal>(FlowRefusal why) ->
          Result.refused(new ExchangeRefusal.FlowRefused(why));
    };
  }
}
