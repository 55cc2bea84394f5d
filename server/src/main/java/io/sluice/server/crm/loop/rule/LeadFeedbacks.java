package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.lead.LeadMoved;
import io.sluice.server.crm.loop.arrival.LeadArrivals;
import io.sluice.server.crm.loop.rule.LeadFeedback.State;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What sold leads say by themselves, from the move that sets it off to its end (decision 0125). */
@Component
public class LeadFeedbacks {

  static final String JOB = "crm-feedback";

  private static final String SUCCESS = "success";

  private final LeadFeedbackStore store;
  private final FeedbackRuleStore rules;
  private final LeadArrivals arrivals;
  private final Jobs jobs;
  private final Clock clock;

  LeadFeedbacks(LeadFeedbackStore store, FeedbackRuleStore rules, LeadArrivals arrivals, Jobs jobs, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.arrivals = arrivals;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** All that a lead of the account has set off, oldest first. */
  public List<LeadFeedback> of(AccountId account, long lead) {
    return store.of(account, lead);
  }

  /** Which feedback: enough for a job to find it. */
  record Key(AccountId account, long lead, long id) {

    String text() {
      return account + "/" + lead + "/" + id;
    }

    static Key read(String text) {
      String[] parts = text.split("/", 3);
      return new Key(AccountId.of(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void hear(LeadMoved moved) {
    store.cancelOthers(moved.account(), moved.lead(), moved.to(), moved.at());
    FeedbackRule rule = rules.find(moved.account(), moved.company(), moved.to()).orElse(null);
    if (rule != null) {
      arrivals.deliveryOf(moved.account(), moved.lead()).ifPresent(delivery -> setOff(moved, rule, delivery));
    }
  }

  private void setOff(LeadMoved moved, FeedbackRule rule, EventId delivery) {
    String given = moved.reason();
    String reason = given == null || given.isBlank() ? rule.reason() : given;
    store.insertUnlessSaid(moved.account(), moved.company(), moved.lead(), rule, reason, delivery, moved.at())
        .ifPresent(id -> {
          String key = new Key(moved.account(), moved.lead(), id).text();
          jobs.enqueue(JOB, key, key, moved.at().plus(rule.grace()));
        });
  }

  /** Empty when it was taken back, or has ended. */
  @Transactional
  public Optional<LeadFeedback> begin(AccountId account, long lead, long id) {
    return store.begin(account, lead, id, EventId.next(clock.instant()));
  }

  @Transactional
  public void end(AccountId account, long lead, long id, String outcome, @Nullable String reason) {
    Instant now = clock.instant();
    store.end(account, lead, id, outcome.equals(SUCCESS) ? State.SENT : State.REFUSED, outcome, reason, now);
  }
}
