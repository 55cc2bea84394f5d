package io.sluice.server.crm.lead.count;

import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the counts. Whoever changes leads appends what that changes in the counts, in the same transaction, and waits
 * for nobody; this job adds it up soon after. A count is the sum of what was added up and what was not yet: always
 * exact.
 */
@Component
public class LeadCounts implements JobHandler {

  private static final String KIND = "crm_lead_count";
  private static final Duration SOON = Duration.ofSeconds(2);
  /** So long before a job runs, whoever has not committed by then is left to the next one. */
  private static final Duration SURELY = Duration.ofMillis(500);
  private static final int PORTION = 10_000;
  private static final int MOST_REMEMBERED = 10_000;

  private final LeadCountStore store;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;
  /** Until when this node knows that a company's job is still to run, and need not ask for it. */
  private final Map<CompanyId, Instant> coming = new ConcurrentHashMap<>();

  LeadCounts(LeadCountStore store, Jobs jobs, TransactionOperations transactions, Clock clock) {
    this.store = store;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** @param changes how many leads more (or fewer) there are of each kind */
  @Transactional(propagation = Propagation.MANDATORY)
  public void change(AccountId account, CompanyId company, Map<LeadKind, Long> changes) {
    store.append(account, company, changes);
    Instant now = clock.instant();
    Instant planned = coming.getOrDefault(company, Instant.MIN);
    if (now.isAfter(planned)) {
      addUpSoon(account, company);
      TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
        @Override
        public void afterCommit() {
          if (coming.size() >= MOST_REMEMBERED) {
            coming.clear();
          }
          coming.put(company, now.plus(SOON).minus(SURELY));
        }
      });
    }
  }

  private void addUpSoon(AccountId account, CompanyId company) {
    jobs.enqueueUnlessThere(KIND, company.toString(), account.value(), clock.instant().plus(SOON));
  }

  /** Leads in other stages than these, by user access; who has none is left out. */
  public Map<Long, Long> open(AccountId account, CompanyId company, Collection<Long> userAccesses,
      Collection<Long> terminalStages) {
    return userAccesses.isEmpty() ? Map.of() : store.open(account, company, userAccesses, terminalStages);
  }

  /** How many of these leads each stage has. Exact at every moment; a stage without any is left out. */
  public Map<Long, Long> byStage(AccountId account, CompanyId company, LeadFilter filter) {
    return store.byStage(account, company, filter);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JobResult handle(Job job) throws InterruptedException {
    AccountId account = AccountId.of(job.payload());
    CompanyId company = new CompanyId(Long.parseLong(job.key()));
    int taken;
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Integer portion = transactions.execute(_ -> store.addUp(account, company, PORTION));
      taken = portion == null ? 0 : portion;
    } while (taken == PORTION);
    return JobResult.done();
  }

  /** Until the company's next lead, reading adds up what this job did not. */
  @Override
  public void onDead(Job job, String reason) {
    addUpSoon(AccountId.of(job.payload()), new CompanyId(Long.parseLong(job.key())));
  }
}
