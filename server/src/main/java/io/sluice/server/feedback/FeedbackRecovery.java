package io.sluice.server.feedback;

import io.sluice.server.delivery.NotYetDelivered;
import io.sluice.server.event.journal.Journal;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.BackgroundLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Ends feedback whose node died before its source had answered, or before that was written down (decision 0084). */
@Component
final class FeedbackRecovery extends BackgroundLoop {

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int AT_ONCE = 200;
  /** Beyond which something is wrong that no further life mends. */
  private static final int MAX_LIVES = 20;
  private static final Logger LOG = LoggerFactory.getLogger(FeedbackRecovery.class);

  private final Journal journal;
  private final NodeLife life;
  private final FeedbackStore store;
  private final Feedbacks feedbacks;

  FeedbackRecovery(Journal journal, NodeLife life, FeedbackStore store, Feedbacks feedbacks) {
    super("feedback-recovery", Duration.ZERO, INTERVAL);
    this.journal = journal;
    this.life = life;
    this.store = store;
    this.feedbacks = feedbacks;
  }

  /** What dead lives had in hand, and what this one has and nobody is on. */
  @Override
  protected Duration turn() {
    List<String> nodes = new ArrayList<>(journal.deadNodes());
    nodes.add(life.id().value());
    for (OpenFeedback left : store.inHandsOf(nodes, AT_ONCE)) {
      if (left.lives() > MAX_LIVES) {
        LOG.error("feedback {} of account {} is dropped: it cannot be ended", left.id(), left.account());
        store.drop(left.account(), left.id(), left.node());
      } else if (feedbacks.take(left.id())) {
        Thread.ofVirtual().name("feedback-" + left.id()).start(() -> resume(left));
      }
    }
    return INTERVAL;
  }

  private void resume(OpenFeedback left) {
    try {
      // That this node let it go because the database was away is no life.
      feedbacks.resume(left, () -> takeOver(left, left.node().equals(life.id()) ? 0 : 1));
    } catch (NotYetDelivered | DataAccessResourceFailureException | TransientDataAccessException
        | TransactionException away) {
      LOG.warn("feedback {} cannot be ended now; trying again: {}", left.id(), away.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("feedback {} could not be ended; trying again", left.id(), e);
      takeOver(left, 1); // it counts: what fails by itself is not tried for ever
    }
  }

  /** Empty when somebody was quicker. */
  private Optional<OpenFeedback> takeOver(OpenFeedback left, int lives) {
    return store.takeOver(left.account(), left.id(), left.node(), life.id(), lives);
  }
}
