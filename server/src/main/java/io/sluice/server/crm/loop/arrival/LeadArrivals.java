package io.sluice.server.crm.loop.arrival;

import io.sluice.server.crm.campaign.Campaign;
import io.sluice.server.crm.campaign.Campaigns;
import io.sluice.server.crm.lead.Assignment;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.NewLead;
import io.sluice.server.crm.lead.Origin;
import io.sluice.server.crm.membership.CompanyMembership;
import io.sluice.server.crm.membership.Memberships;
import io.sluice.server.crm.question.Question;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.crm.source.Source;
import io.sluice.server.crm.source.Sources;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/** Leads that come into companies over the exchange. */
@Component
public class LeadArrivals {

  static final String DUPLICATE = "Duplicate";

  private final ArrivalStore store;
  private final Leads leads;
  private final Sources sources;
  private final Campaigns campaigns;
  private final Questions questions;
  private final Memberships memberships;
  private final Clock clock;

  LeadArrivals(ArrivalStore store, Leads leads, Sources sources, Campaigns campaigns, Questions questions,
      Memberships memberships, Clock clock) {
    this.store = store;
    this.leads = leads;
    this.sources = sources;
    this.campaigns = campaigns;
    this.questions = questions;
    this.memberships = memberships;
    this.clock = clock;
  }

  /** What became of one. */
  sealed interface Arrived {

    record Taken(long lead, boolean duplicate) implements Arrived {}

    record Refused(String why) implements Arrived {}
  }

  /** The lead that this delivery has made already. */
  Optional<Arrived> known(AccountId account, CompanyId company, EventId delivery) {
    return store.madeBy(account, company, delivery);
  }

  /**
   * Once a delivery: made again, it answers the lead it made.
   *
   * @throws org.springframework.dao.DuplicateKeyException when it is being made twice at this very moment
   */
  @Transactional
  public Arrived take(AccountId account, MappedLead lead, LeadId sold, EventId delivery) {
    CompanyId company = lead.company();
    Optional<Arrived> known = store.madeBy(account, company, delivery);
    if (known.isPresent()) {
      return known.get();
    }
    if (!store.hasCompany(account, company)) {
      return new Arrived.Refused("there is no company " + company);
    }
    if (hasEnded(account, company)) {
      return new Arrived.Refused("the company's membership has ended");
    }
    if (lead.failsOnDuplicate() && isKnown(account, lead)) {
      return new Arrived.Refused(DUPLICATE);
    }
    return switch (leads.create(account, company, null, newLead(account, lead, new Origin.Sold(sold, delivery)))) {
      case Result.Done<Lead, LeadRefusal>(Lead made) -> {
        if (lead.failsOnDuplicate() && made.duplicate()) { // the other one came at this very moment
          TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
          yield new Arrived.Refused(DUPLICATE);
        }
        yield new Arrived.Taken(made.id(), made.duplicate());
      }
      case Result.Refused<Lead, LeadRefusal>(LeadRefusal why) -> new Arrived.Refused(why.problem().inOneLine());
    };
  }

  /** Then nothing of it can be changed any more (crm 2.8). */
  private boolean hasEnded(AccountId account, CompanyId company) {
    return memberships.current(account, company)
        .filter(plan -> plan.status() == CompanyMembership.Status.CANCELED)
        .filter(plan -> !plan.currentPeriodEnd().isAfter(clock.instant()))
        .isPresent();
  }

  private boolean isKnown(AccountId account, MappedLead lead) {
    return leads.original(account, lead.company(), lead.contact().email(), lead.contact().phone()).isPresent();
  }

  /** A source or campaign that cannot be made, for its name or their number, is left out: no lead is lost for it. */
  private NewLead newLead(AccountId account, MappedLead lead, Origin origin) {
    CompanyId company = lead.company();
    Long source = lead.source().isEmpty() ? null
        : made(sources.findOrMake(account, company, lead.source())).map(Source::id).orElse(null);
    Long campaign = lead.campaign().isEmpty() ? null
        : made(campaigns.findOrMake(account, company, lead.campaign())).map(Campaign::id).orElse(null);
    List<Question> asked = campaign == null
        ? questions.of(account, company) : questions.inCampaign(account, company, campaign);
    return new NewLead(lead.contact(), null, source, campaign, null, new Assignment.Routed(), lead.answers().to(asked),
        origin);
  }

  private static <T> Optional<T> made(Result<T, ?> result) {
    return result instanceof Result.Done<T, ?>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** The delivery by which a lead came; empty for one that did not come over the exchange. */
  public Optional<EventId> deliveryOf(AccountId account, long lead) {
    return store.deliveryOf(account, lead);
  }
}
