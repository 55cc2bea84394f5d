package io.sluice.server.lead;

import io.sluice.server.event.journal.Journal;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BackgroundLoop;
import io.sluice.server.kernel.LeadId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Ends the leads of lives that ended before them, this node's own former ones included, so that no lead that was
 * received is ever without an outcome (decision 0043).
 */
@Component
final class Recovery extends BackgroundLoop {

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  /** A commit of the log is nearly always over by then: the database gives its statements up (LogConnections). */
  private static final Duration RECEIPT_LIMIT = Duration.ofSeconds(30);
  /** A commit itself has no limit: where it waits for a standby, receipts come when nobody looks for them any more. */
  private static final Duration LOOK_AROUND_EVERY = Duration.ofSeconds(30);
  private static final int MAX_FAILURES = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Journal journal;
  private final Submissions submissions;
  private final Surroundings around;
  private final Map<LeadId, Integer> failures = new ConcurrentHashMap<>();
  /** Only the recovery thread adds: a lead that is not in it has nobody on it until that thread starts somebody. */
  private final Set<LeadId> resuming = ConcurrentHashMap.newKeySet();
  /** Of this node, and not in the journal when they were looked for; the recovery thread's alone. */
  private final Queue<Missing> missing = new ArrayDeque<>();
  private long lookedAround = System.nanoTime();

  /** A lead whose sender was told to come again: nobody knew whether its slots, its receipt or its end were there. */
  private record Missing(AccountId account, LeadId lead, long sinceNanos) {}

  Recovery(Journal journal, Submissions submissions, Surroundings around) {
    super("lead-recovery", Duration.ZERO, INTERVAL);
    this.journal = journal;
    this.submissions = submissions;
    this.around = around;
  }

  @Override
  protected Duration turn() {
    List<String> dead = journal.deadNodes();
    if (System.nanoTime() - lookedAround > LOOK_AROUND_EVERY.toNanos()) {
      journal.own().stream().filter(own -> !around.inHand().contains(own.lead()))
          .forEach(own -> around.abandoned().add(new LeftLead(own.account(), own.lead())));
      journal.rememberForgotten();
      lookedAround = System.nanoTime();
    }
    for (Receipt left : journal.leftBehind(dead)) {
      journal.takeOver(left).ifPresent(this::resume);
    }
    for (LeftLead own = around.abandoned().peek(); own != null; own = around.abandoned().peek()) {
      // Looked up only when nobody is on it: a receipt read before its lead ended would have the lead run once more.
      if (!resuming.contains(own.lead()) && !isResumed(own.account(), own.lead())) {
        missing.add(new Missing(own.account(), own.lead(), System.nanoTime()));
      }
      around.abandoned().remove();
    }
    for (Missing lead = missing.peek(); lead != null && isOver(lead); lead = missing.peek()) {
      lookAgain(lead.account(), lead.lead());
      missing.remove();
    }
    around.caps().settleLeftBehind(dead);
    journal.forget(dead);
    return INTERVAL;
  }

  /** Whether it is on its way, and so begun again. */
  private boolean isResumed(AccountId account, LeadId lead) {
    Optional<Receipt> held = journal.held(account, lead);
    held.ifPresent(this::resume);
    return held.isPresent();
  }

  private static boolean isOver(Missing lead) {
    return System.nanoTime() - lead.sinceNanos() > RECEIPT_LIMIT.toNanos();
  }

  /** Its receipt is there by now, or never will be; then the lead ended, or never was, and must not hold slots. */
  private void lookAgain(AccountId account, LeadId lead) {
    if (!resuming.contains(lead) && !isResumed(account, lead) && !journal.isOpen(account, lead)) {
      around.caps().settleOwn(account, lead, around.life().id().value());
    }
  }

  /** One thread for a lead: two would call its recipients twice. */
  private void resume(Receipt receipt) {
    if (!resuming.add(receipt.lead())) {
      return; // whoever is on it puts it back if it cannot be ended
    }
    LOG.info("lead {} of account {} was left on its way and is ended now", receipt.lead(), receipt.account());
    Thread.ofVirtual().name("resume-" + receipt.lead()).start(() -> {
      boolean ended = false;
      try {
        ended = end(receipt);
      } finally {
        resuming.remove(receipt.lead());
        if (!ended) {
          around.abandoned().add(new LeftLead(receipt.account(), receipt.lead())); // let go if another node has it by now
        }
      }
    });
  }

  private boolean end(Receipt receipt) {
    LeadId lead = receipt.lead();
    try {
      boolean ended = failures.getOrDefault(lead, 0) < MAX_FAILURES
          ? submissions.resume(receipt)
          : submissions.giveUp(receipt);
      failures.remove(lead);
      return ended;
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      LOG.warn("lead {} cannot be ended now; trying again: {}", lead, away.toString());
      return false; // it is not the lead's fault
    } catch (RuntimeException | Error e) {
      LOG.error("lead {} could not be ended; trying again", lead, e);
      failures.merge(lead, 1, Integer::sum);
      return false;
    }
  }
}
