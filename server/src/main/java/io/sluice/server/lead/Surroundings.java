package io.sluice.server.lead;

import io.sluice.server.delivery.Carrier;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.door.AnswersInHand;
import io.sluice.server.event.journal.LeadKeys;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.cap.CapCounters;
import io.sluice.server.list.ListChecks;
import io.sluice.server.pricing.Quotes;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What every lead's run needs of this node. */
@Component
final class Surroundings {

  /** How long a lead that has called somebody waits for the database before it is left to be ended later. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

  private final EventLog log;
  private final NodeLife life;
  private final LeadKeys keys;
  private final CapCounters caps;
  private final Carrier carrier;
  private final AnswersInHand answers;
  private final ListChecks lists;
  private final Quotes quotes;
  private final ObjectProvider<Integrations> integrations;
  private final Clock clock;
  private volatile @Nullable Integrations modules;
  private final Queue<LeftLead> abandoned = new ConcurrentLinkedQueue<>();
  private final Set<LeadId> inHand = ConcurrentHashMap.newKeySet();

  /** @param integrations asked for late: one of them submits leads itself */
  Surroundings(EventLog log, NodeLife life, LeadKeys keys, CapCounters caps, ListChecks lists, Quotes quotes,
      Carrier carrier, AnswersInHand answers, ObjectProvider<Integrations> integrations, Clock clock) {
    this.log = log;
    this.life = life;
    this.keys = keys;
    this.caps = caps;
    this.carrier = carrier;
    this.answers = answers;
    this.lists = lists;
    this.quotes = quotes;
    this.integrations = integrations;
    this.clock = clock;
  }

  EventLog log() {
    return log;
  }

  NodeLife life() {
    return life;
  }

  LeadKeys keys() {
    return keys;
  }

  CapCounters caps() {
    return caps;
  }

  Carrier carrier() {
    return carrier;
  }

  AnswersInHand answers() {
    return answers;
  }

  ListChecks lists() {
    return lists;
  }

  Quotes quotes() {
    return quotes;
  }

  Integrations integrations() {
    Integrations found = modules;
    if (found == null) {
      found = integrations.getObject();
      modules = found;
    }
    return found;
  }

  Clock clock() {
    return clock;
  }

  /** Leads whose end could not be written, or who were stopped on their way: no thread works on them now. */
  Queue<LeftLead> abandoned() {
    return abandoned;
  }

  /** Leads that their first life is on, from before their receipt. */
  Set<LeadId> inHand() {
    return inHand;
  }

  /**
   * For what must not be given up easily: calls were made already.
   *
   * @throws LeadStopped when the database stays away, or the lead is another node's by now
   */
  void appendPatiently(Entry entry) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      switch (log.append(entry)) {
        case STORED -> {
          return;
        }
        case TAKEN_OVER -> throw LeadStopped.takenOver();
        case REPEATED -> throw new IllegalStateException("a lead that has its receipt has its key");
        case BUSY, UNAVAILABLE -> {
          if (System.nanoTime() > limit) {
            throw LeadStopped.unavailable("the database does not answer");
          }
          pause();
        }
      }
    }
  }

  /** Tries again until it works or the node ends; what is left then is found by whoever takes over. */
  void eventually(String what, Runnable work) {
    try {
      work.run();
    } catch (DataAccessException | TransactionException | LeadStopped e) {
      LOG.warn("{} is put off: {}", what, e.toString());
      Thread.ofVirtual().name("put-off").start(() -> {
        while (!Thread.currentThread().isInterrupted()) {
          try {
            pause();
            work.run();
            return;
          } catch (DataAccessException | TransactionException | LeadStopped again) {
            LOG.debug("{} is put off once more", what, again);
          }
        }
      });
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LeadStopped.unavailable("this node stops");
    }
  }
}
