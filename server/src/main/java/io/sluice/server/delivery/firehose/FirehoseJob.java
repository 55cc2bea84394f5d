package io.sluice.server.delivery.firehose;

import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.Credentials;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.firehose.FirehoseStore.Waiting;
import io.sluice.server.event.EventJson;
import io.sluice.server.event.Events;
import io.sluice.server.flow.DeployedFlow;
import io.sluice.server.flow.Firehose;
import io.sluice.server.flow.FlowDocument;
import io.sluice.server.flow.Flows;
import io.sluice.server.job.Backoff;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Copies the waiting events of one flow into its bucket (exchange 14.1). An event is forgotten when its copy is there;
 * one that is copied twice is there once.
 */
@Component
final class FirehoseJob implements JobHandler {

  static final String KIND = "firehose";

  private static final int AT_ONCE = 8;
  private static final int BATCH_EVENTS = 200;
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);
  /** Leaves time for one more batch, each of whose objects may take half a minute. */
  private static final Duration NO_NEW_BATCH_AFTER = Duration.ofMinutes(2);
  /** A week of trying: then somebody must have seen it. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15), 700);
  private static final Logger LOG = LoggerFactory.getLogger(FirehoseJob.class);

  private final FirehoseStore store;
  private final Flows flows;
  private final Credentials credentials;
  private final Events events;
  private final S3 storage;
  private final Jobs jobs;
  private final Clock clock;

  FirehoseJob(FirehoseStore store, Flows flows, Credentials credentials, Events events, S3 storage, Jobs jobs,
      Clock clock) {
    this.store = store;
    this.flows = flows;
    this.credentials = credentials;
    this.events = events;
    this.storage = storage;
    this.jobs = jobs;
    this.clock = clock;
  }

  static String key(AccountId account, FlowId flow) {
    return account + "/" + flow;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JobResult handle(Job job) throws InterruptedException {
    AccountId account = account(job);
    FlowId flow = flow(job);
    if (isOver(job)) {
      return forget(account, flow, job.payload());
    }
    Optional<Firehose> firehose = flows.deployed(account, flow).map(DeployedFlow::document).flatMap(FlowDocument::firehose);
    if (firehose.isEmpty()) {
      store.forget(account, flow);
      return JobResult.done();
    }
    return switch (credentials.open(account, firehose.get().credentialId())) {
      case Result.Refused<OpenedCredential, CredentialRefusal>(CredentialRefusal refusal) ->
          JobResult.retry("the credential: " + refusal.problem().sentence());
      case Result.Done<OpenedCredential, CredentialRefusal>(OpenedCredential credential) -> {
        Optional<S3Keys> keys = S3Keys.of(credential);
        yield keys.isEmpty()
            ? JobResult.retry("the credential holds no access key id and secret access key")
            : copy(account, flow, firehose.get(), keys.get());
      }
    };
  }

  /** What is left when the time is over, or came in behind, is found by the next look into the queue. */
  private JobResult copy(AccountId account, FlowId flow, Firehose to, S3Keys keys) throws InterruptedException {
    long until = System.nanoTime() + NO_NEW_BATCH_AFTER.toNanos();
    try (ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      String last = "";
      while (System.nanoTime() < until) {
        List<Waiting> waiting = store.waiting(account, flow, last, BATCH_EVENTS);
        if (waiting.isEmpty()) {
          return JobResult.done();
        }
        Map<EventId, EventJson> texts = events.among(account, waiting.stream().map(Waiting::event).toList());
        for (int from = 0; from < waiting.size(); from += AT_ONCE) {
          List<Waiting> some = waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE));
          Optional<String> failure = copy(account, flow, some, texts, to, keys, hands);
          if (failure.isPresent()) {
            return JobResult.retry(failure.get());
          }
        }
        last = waiting.getLast().event().value();
      }
    }
    return JobResult.done();
  }

  /** The first failure; what was copied beside it is not copied again. */
  private Optional<String> copy(AccountId account, FlowId flow, List<Waiting> some, Map<EventId, EventJson> texts,
      Firehose to, S3Keys keys, ExecutorService hands) throws InterruptedException {
    List<Callable<S3.Put>> work = some.stream().<Callable<S3.Put>>map(one -> () -> {
      EventJson text = texts.get(one.event());
      return text == null
          ? new S3.Put.Stored("") // its time was over before its turn came: there is nothing left to copy
          : storage.put(keys, to.bucket(), name(to.prefix(), one), "application/json", text.text());
    }).toList();
    List<Future<S3.Put>> results = hands.invokeAll(work);
    List<EventId> copied = new ArrayList<>();
    Optional<String> failure = Optional.empty();
    for (int i = 0; i < results.size(); i++) {
      switch (result(results.get(i))) {
        case S3.Put.Stored _ -> copied.add(some.get(i).event());
        case S3.Put.Failed(String reason) -> failure = failure.or(() -> Optional.of(reason));
      }
    }
    store.remove(account, flow, copied);
    return failure;
  }

  private static S3.Put result(Future<S3.Put> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("copying an event failed", e.getCause());
    }
  }

  private static String name(String prefix, Waiting event) {
    return (prefix.isEmpty() ? "" : prefix + "/") + event.lead() + "/" + event.event() + ".json";
  }

  /** There may be very many, too many for the transaction in which a job dies: it lives once more, to forget them. */
  @Override
  public void onDead(Job job, String reason) {
    if (!isOver(job)) {
      jobs.enqueue(KIND, job.key(), reason, clock.instant());
    }
  }

  /** Nothing is copied any more: the payload says why. */
  private static boolean isOver(Job job) {
    return !job.payload().isEmpty();
  }

  private JobResult forget(AccountId account, FlowId flow, String reason) throws InterruptedException {
    int lost = store.forget(account, flow);
    LOG.error("{} events of flow {} will not be copied: {}", lost, flow, reason);
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("there are more to forget");
    }
    return JobResult.giveUp(reason);
  }

  private static AccountId account(Job job) {
    return AccountId.of(job.key().substring(0, job.key().indexOf('/')));
  }

  private static FlowId flow(Job job) {
    return FlowId.of(job.key().substring(job.key().indexOf('/') + 1));
  }

  @Override
  public Duration timeLimit() {
    return TIME_LIMIT;
  }

  @Override
  public Backoff backoff() {
    return BACKOFF;
  }
}
