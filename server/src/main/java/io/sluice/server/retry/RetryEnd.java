package io.sluice.server.retry;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.delivery.RetrySchedule;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.event.log.Appended;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.event.log.PatientLog;
import io.sluice.server.event.row.LaterRows;
import io.sluice.server.event.row.Masking;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.cap.CapCounters;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Writes how an attempt ended: its event, when the next one follows if one does, and its slots below the step's caps. */
@Component
final class RetryEnd {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(RetryEnd.class);

  private final PastDeliveries past;
  private final CapCounters caps;
  private final EventLog log;
  private final PatientLog patientLog;
  private final Clock clock;
  private final LaterRows rows = new LaterRows(NodeLife.host());

  RetryEnd(PastDeliveries past, CapCounters caps, EventLog log, PatientLog patientLog, Clock clock) {
    this.past = past;
    this.caps = caps;
    this.log = log;
    this.patientLog = patientLog;
    this.clock = clock;
  }

  /** Writes the last event of a delivery that is tried no more. */
  Appended write(Retry retry, StepAnswer answer) {
    Instant now = clock.instant();
    return past.find(retry.account(), retry.event())
        .map(delivery -> log.append(entry(retry, delivery, Map.of(), Tried.last(now, answer))))
        .orElse(Appended.TAKEN_OVER); // kept no more, as the delivery soon will be
  }

  /** @throws InterruptedException when the node ends first */
  void write(
      Retry retry, PastDelivery delivery, Map<String, ? extends @Nullable Object> known, Tried tried)
      throws InterruptedException {
    Entry.Retried entry = entry(retry, delivery, known, tried);
    boolean written = patientLog.append(entry);
    CapCounters.Slots slots = tried.slots();
    if (slots != null) {
      // What was written although nobody could tell is not this node's to write any more.
      // A slot that is left behind counts against the cap for as long as this node lives.
      untilItWorks(() -> {
        if (tried.answer().outcome() == StepOutcome.SUCCESS
            && (written || past.outcome(retry.account(), entry.event().id()).isPresent())) {
          caps.keep(slots);
        } else {
          caps.release(slots);
        }
      });
    }
  }

  static void untilItWorks(Runnable writing) throws InterruptedException {
    while (true) {
      try {
        writing.run();
        return;
      } catch (DataAccessException | TransactionException away) {
        LOG.debug("what an attempt leaves cannot be written now", away);
        Thread.sleep(PAUSE);
      }
    }
  }

  Instant nextAt(Retry retry) {
    return clock.instant().plus(RetrySchedule.wait(retry.attempts(), ThreadLocalRandom.current()));
  }

  private Entry.Retried entry(
      Retry retry, PastDelivery delivery, Map<String, ? extends @Nullable Object> known, Tried tried) {
    Instant now = clock.instant();
    StepAnswer answer = tried.answer();
    boolean last = tried.last() || answer.outcome() != StepOutcome.ERROR
        || retry.attempts() >= RetrySchedule.MAX_ATTEMPTS;
    Masking masking = Masking.of(known);
    var event = rows.retry(delivery.about(), new LaterRows.Tried(EventId.next(tried.start()), retry.attempts(), last,
        retry.moduleId(), Objects.requireNonNullElse(delivery.key(), "recipient"), answer,
        Objects.requireNonNullElse(delivery.purchasePrice(), BigDecimal.ZERO), tried.salePrice(), tried.capReached(),
        tried.start(), now), masking);
    return new Entry.Retried(event, retry.held(), last ? null : new Entry.Again(nextAt(retry), event.reason()));
  }
}
