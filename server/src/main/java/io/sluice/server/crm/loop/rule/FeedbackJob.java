package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.loop.rule.LeadFeedbacks.Key;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.feedback.Feedbacks;
import io.sluice.server.feedback.Feedbacks.Given;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Says what a rule has set off, once its grace is over. The event it becomes is named before it is given, so that an
 * attempt that died is found by the next one.
 */
@Component
final class FeedbackJob implements JobHandler {

  private static final Duration GRACE = Duration.ofMinutes(1);

  private final LeadFeedbacks said;
  private final Feedbacks feedbacks;

  FeedbackJob(LeadFeedbacks said, Feedbacks feedbacks) {
    this.said = said;
    this.feedbacks = feedbacks;
  }

  @Override
  public String kind() {
    return LeadFeedbacks.JOB;
  }

  /** Whoever is told may take all the time that a delivery has. */
  @Override
  public Duration timeLimit() {
    return Duration.ofSeconds(Delivery.MAX_TIMEOUT_SECONDS).plus(GRACE);
  }

  @Override
  public JobResult handle(Job job) {
    Key key = Key.read(job.payload());
    return said.begin(key.account(), key.lead(), key.id())
        .map(begun -> give(key, begun))
        .orElseGet(JobResult::done);
  }

  private JobResult give(Key key, LeadFeedback begun) {
    var event = begun.event();
    if (event == null) {
      throw new IllegalStateException("feedback " + key.text() + " has begun without an event");
    }
    return switch (feedbacks.give(key.account(), begun.delivery(), event, begun.kind(), begun.reason())) {
      case Given.Ended(String outcome, String reason) -> {
        said.end(key.account(), key.lead(), key.id(), outcome, reason);
        yield JobResult.done();
      }
      case Given.NotYet(String why) -> JobResult.retry(why);
    };
  }

  @Override
  public void onDead(Job job, String reason) {
    Key key = Key.read(job.payload());
    said.end(key.account(), key.lead(), key.id(), "error", reason);
  }
}
