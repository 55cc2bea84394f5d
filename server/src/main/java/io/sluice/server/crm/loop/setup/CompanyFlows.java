package io.sluice.server.crm.loop.setup;

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

  CompanyFlows(Flows flows, Onboards onboards) {
    this.flows = flows;
    this.onboards = onboards;
  }

  /** Whether leads that come by this flow come into the company. */
  boolean leadInto(AccountId account, @Nullable FlowId flow, CompanyId company) {
    return flow != null && flows.deployed(account, flow)
        .filter(deployed -> PartnerFlow.isInto(deployed.document(), company)).isPresent();
  }

  /** All of it or nothing. @param flow the account's; absent: one is made */
  @Transactional
  public Result<FlowId, ExchangeRefusal> prepare(AccountId account, UserId by, Onboard onboard, Entity.Summary seller,
      CompanyId company, String onDuplicate, @Nullable FlowId flow) {
    Result<FlowId, ExchangeRefusal> prepared = saved(account, by, seller, company, onDuplicate, flow)
        .then(saved -> refusable(flows.deploy(account, saved.id().value())))
        .then(deployed -> inProgress(account, onboard, deployed.id()));
    if (prepared instanceof Result.Refused) {
      TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
    }
    return prepared;
  }

  private Result<Flow, ExchangeRefusal> saved(AccountId account, UserId by, Entity.Summary seller, CompanyId company,
      String onDuplicate, @Nullable FlowId flow) {
    if (flow == null) {
      FlowDocument made = PartnerFlow.into(PartnerFlow.named(seller), seller, company, onDuplicate);
      return refusable(flows.create(account, by, made));
    }
    return flows.find(account, flow)
        .map(found -> refusable(flows.replace(account, by, flow.value(),
            PartnerFlow.into(found.document(), seller, company, onDuplicate))))
        .orElseGet(() -> Result.refused(new ExchangeRefusal.Unknown()));
  }

  private Result<FlowId, ExchangeRefusal> inProgress(AccountId account, Onboard onboard, FlowId flow) {
    var wanted = new Onboards.Wanted(onboard.invitationId(), null, null, flow, Onboard.IN_PROGRESS);
    return switch (onboards.change(account, onboard.id().value(), wanted)) {
      case Result.Done<Onboard, OnboardRefusal> _ -> Result.done(flow);
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
