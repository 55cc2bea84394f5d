package io.sluice.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.server.MovableClock;
import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class JobsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MovableClock clock = new MovableClock(NOW);
  private final DatabaseAddress database = TestDatabase.fresh();
  private final List<JobNode> nodes = new ArrayList<>();

  @AfterEach
  void stop_the_nodes() {
    nodes.forEach(JobNode::close);
  }

  @Test
  void a_job_of_a_transaction_that_rolls_back_is_never_run() throws Exception {
    Recorder recorder = new Recorder();
    JobNode node = node(SOON, recorder);

    node.transaction.executeWithoutResult(status -> {
      node.jobs.enqueue("call", "undone", "", NOW);
      status.setRollbackOnly();
    });
    node.enqueue("kept", "", NOW);

    assertThat(recorder.next().key()).isEqualTo("kept");
    await().until(() -> node.rows().isEmpty());
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void a_job_cannot_be_left_outside_a_transaction() {
    JobNode node = node(NEVER, new Recorder());

    assertThatThrownBy(() -> node.jobs.enqueue("call", "1", "", NOW)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_commit_wakes_the_workers_of_its_node() throws Exception {
    Recorder recorder = new Recorder();
    JobNode node = node(NEVER, recorder);

    node.enqueue("1", "hello", NOW);

    assertThat(recorder.next()).isEqualTo(new Job("call", "1", "hello", 1));
  }

  @Test
  void a_job_left_on_another_node_is_found_by_polling() throws Exception {
    Recorder recorder = new Recorder();
    node(SOON, recorder);

    node(NEVER).enqueue("1", "", NOW);

    assertThat(recorder.next().key()).isEqualTo("1");
  }

  @Test
  void a_job_waits_for_its_time() throws Exception {
    Recorder recorder = new Recorder();
    JobNode node = node(SOON, recorder);
    node.enqueue("later", "", NOW.plus(MINUTE));
    node.enqueue("now", "", NOW);
    assertThat(recorder.next().key()).isEqualTo("now");

    clock.move(MINUTE);

    assertThat(recorder.next().key()).isEqualTo("later");
  }

  @Test
  void a_job_that_did_not_work_out_is_tried_again_after_the_backoff() throws Exception {
    Recorder recorder = new Recorder(JobResult.retry("the line is busy"), JobResult.done());
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    assertThat(recorder.next().attempt()).isEqualTo(1);
    await().untilAsserted(() -> assertThat(node.row("1")).containsEntry("last_error", "the line is busy"));
    assertThat(node.runAt("1")).isBetween(NOW.plus(MINUTE.dividedBy(2)), NOW.plus(MINUTE));

    clock.move(MINUTE);

    assertThat(recorder.next().attempt()).isEqualTo(2);
    await().until(() -> node.rows().isEmpty());
  }

  @Test
  void a_handler_may_ask_for_more_time_than_the_backoff() throws Exception {
    JobNode node = node(SOON, new Recorder(new JobResult.Retry(Duration.ofHours(1), "office hours")));
    node.enqueue("1", "", NOW);

    await().untilAsserted(() -> assertThat(node.runAt("1")).isEqualTo(NOW.plus(Duration.ofHours(1))));
  }

  @Test
  void a_job_given_up_is_dead_with_its_reason() {
    Recorder recorder = new Recorder(JobResult.giveUp("number unknown"));
    JobNode node = node(SOON, recorder);

    node.enqueue("1", "", NOW);

    await().untilAsserted(() -> assertThat(recorder.dead).containsExactly(Map.entry("1", "number unknown")));
    await().untilAsserted(() -> assertThat(node.row("1")).containsEntry("last_error", "number unknown"));
    assertThat(node.row("1").get("dead_at")).isNotNull();
  }

  @Test
  void a_job_is_dead_when_its_attempts_are_used_up() throws Exception {
    JobResult busy = JobResult.retry("the line is busy");
    Recorder recorder = new Recorder(busy, busy, busy);
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);

    for (int attempt = 1; attempt <= Recorder.BACKOFF.maxAttempts(); attempt++) {
      assertThat(recorder.next().attempt()).isEqualTo(attempt);
      await().until(() -> node.row("1").get("lease") == null);
      clock.move(MINUTE);
    }

    assertThat(recorder.dead).containsExactly(Map.entry("1", "the line is busy"));
    assertThat(node.row("1").get("dead_at")).isNotNull();
  }

  @Test
  void a_death_that_cannot_be_noted_is_no_death() throws Exception {
    Recorder recorder = new Recorder(JobResult.giveUp("number unknown"), JobResult.done()) {
      @Override
      public void onDead(Job job, String reason) {
        throw new QueryTimeoutException("no room for the note");
      }
    };
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    recorder.next();

    clock.move(Duration.ofHours(1));

    assertThat(recorder.next().attempt()).isEqualTo(2);
  }

  @Test
  void an_exception_is_kept_and_the_job_tried_again() throws Exception {
    Recorder recorder = new Recorder(JobResult.done()) {
      @Override
      public JobResult handle(Job job) {
        JobResult result = super.handle(job);
        if (job.attempt() == 1) {
          throw new IllegalStateException("out of order");
        }
        return result;
      }
    };
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    recorder.next();
    await().untilAsserted(() -> assertThat((String) node.row("1").get("last_error")).contains("out of order"));

    clock.move(MINUTE);

    assertThat(recorder.next().attempt()).isEqualTo(2);
  }

  @Test
  void no_transaction_and_no_database_connection_is_held_while_a_handler_works() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Recorder recorder = new Blocker(mayEnd);
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    recorder.next();

    // Of the pool's one connection: it could not be had if somebody held it.
    assertThat(node.row("1")).containsEntry("lease_holder", node.name).containsEntry("attempts", 1);
    mayEnd.countDown();
    await().until(() -> node.rows().isEmpty());
  }

  @Test
  void two_nodes_never_run_a_job_twice_while_leases_hold() {
    int jobs = 200;
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    JobNode node = node(SOON, first);
    node(SOON, second);

    for (int i = 0; i < jobs; i++) {
      node.enqueue("job " + i, "", NOW);
    }

    await().until(() -> node.rows().isEmpty());
    List<String> keys = new ArrayList<>();
    first.seen.forEach(job -> keys.add(job.key()));
    second.seen.forEach(job -> keys.add(job.key()));
    assertThat(keys).hasSize(jobs).doesNotHaveDuplicates();
    assertThat(first.seen).isNotEmpty();
    assertThat(second.seen).isNotEmpty();
  }

  @Test
  void a_lease_that_expires_is_taken_over() throws Exception {
    Recorder recorder = new Recorder();
    JobNode node = node(SOON, recorder);
    node.transaction.executeWithoutResult(_ -> {
      node.jobs.enqueue("call", "left behind", "", NOW);
      node.store.claim("call", 1, "a node that died", NOW, NOW.plus(MINUTE));
    });
    node.enqueue("other", "", NOW);
    assertThat(recorder.next().key()).isEqualTo("other");

    clock.move(MINUTE);

    assertThat(recorder.next()).isEqualTo(new Job("call", "left behind", "", 2));
  }

  @Test
  void who_lost_the_lease_can_settle_nothing() {
    JobNode node = node(NEVER);
    node.enqueue("1", "", NOW);
    Claim lost = node.store.claim("call", 1, "slow", NOW, NOW.plus(MINUTE)).getFirst();
    Instant later = NOW.plus(MINUTE);
    Claim held = node.store.claim("call", 1, "quick", later, later.plus(MINUTE)).getFirst();

    assertThat(node.store.finish(lost)).isFalse();
    assertThat(node.store.retry(lost, NOW, "")).isFalse();
    assertThat(node.store.bury(lost, "", NOW)).isFalse();
    assertThat(node.store.release(lost)).isFalse();
    assertThat(node.store.finish(held)).isTrue();
  }

  @Test
  void a_job_that_takes_its_node_down_at_every_attempt_dies() {
    Recorder recorder = new Recorder();
    JobNode node = node(SOON);
    node.enqueue("1", "", NOW);
    for (int attempt = 1; attempt <= Recorder.BACKOFF.maxAttempts(); attempt++) {
      assertThat(node.store.claim("call", 1, "a node that dies", clock.instant(), clock.instant().plus(MINUTE)))
          .hasSize(1);
      clock.move(MINUTE);
    }

    node(SOON, recorder);

    await().untilAsserted(() -> assertThat(node.row("1").get("dead_at")).isNotNull());
    assertThat(recorder.seen).isEmpty();
    assertThat(recorder.dead).containsOnlyKeys("1");
  }

  @Test
  void a_job_asked_for_twice_before_it_runs_runs_once_with_the_newer_payload() throws Exception {
    JobNode node = node(NEVER);
    node.enqueue("1", "older", NOW);
    node.enqueue("1", "newer", NOW.plus(MINUTE));
    Recorder recorder = new Recorder();
    node(SOON, recorder);

    assertThat(recorder.next().payload()).isEqualTo("newer");
    await().until(() -> node.rows().isEmpty());
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void a_job_asked_for_while_it_runs_runs_once_more_at_the_time_asked_for() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Recorder recorder = new Blocker(mayEnd);
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "first", NOW);
    assertThat(recorder.next().payload()).isEqualTo("first");
    node.enqueue("1", "second", NOW.plus(MINUTE));
    mayEnd.countDown();
    await().until(() -> node.row("1").get("lease") == null);
    node.enqueue("other", "", NOW);
    assertThat(recorder.next().key()).isEqualTo("other");

    clock.move(MINUTE);

    assertThat(recorder.next()).isEqualTo(new Job("call", "1", "second", 1));
  }

  @Test
  void a_job_asked_for_while_its_last_attempt_fails_does_not_die() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Recorder recorder = new Blocker(mayEnd, JobResult.giveUp("number unknown"));
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "wrong number", NOW);
    recorder.next();
    node.enqueue("1", "right number", NOW);
    mayEnd.countDown();

    assertThat(recorder.next()).isEqualTo(new Job("call", "1", "right number", 1));
    assertThat(recorder.dead).isEmpty();
  }

  @Test
  void a_job_that_died_is_forgotten_after_thirty_days_and_one_that_waits_is_not() throws InterruptedException {
    JobNode node = node(SOON, new Recorder(JobResult.giveUp("number unknown")));
    node.enqueue("dead", "", NOW);
    node.enqueue("waiting", "", NOW.plus(JobRetention.KEPT).plus(MINUTE));
    await().until(() -> node.row("dead").get("dead_at") != null);
    JobRetention retention = new JobRetention(new AgedRows(new AgedRowsStore(node.db)), clock);

    clock.move(JobRetention.KEPT);
    retention.run();
    assertThat(keys(node)).containsExactlyInAnyOrder("dead", "waiting");
    clock.move(Duration.ofSeconds(1));
    retention.run();

    assertThat(keys(node)).containsExactly("waiting");
  }

  @Test
  void upkeep_comes_again_after_its_time_and_when_a_run_of_it_died() throws Exception {
    JobNode node = node(SOON, new Recorder(JobResult.done()));
    AtomicInteger runs = new AtomicInteger();
    UpkeepHandler sweeping = new UpkeepHandler(new Upkeep() {
      @Override
      public String kind() {
        return "sweep";
      }

      @Override
      public Duration every() {
        return MINUTE;
      }

      @Override
      public void run() {
        runs.incrementAndGet();
      }
    }, node.jobs, node.transaction, clock);
    Job job = new Job("sweep", "", "", 1);

    assertThat(sweeping.handle(job)).isEqualTo(JobResult.done());
    assertThat(runs).hasValue(1);
    assertThat(node.runAt("")).isEqualTo(NOW.plus(MINUTE));
    node.db.sql("DELETE FROM job").update();
    node.transaction.executeWithoutResult(_ -> sweeping.onDead(job, "the broom is broken"));
    assertThat(node.runAt("")).isEqualTo(NOW.plus(MINUTE));
  }

  @Test
  void a_dead_job_asked_for_again_lives() throws Exception {
    Recorder recorder = new Recorder(JobResult.giveUp("number unknown"), JobResult.done());
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "wrong number", NOW);
    recorder.next();
    await().until(() -> node.row("1").get("dead_at") != null);

    node.enqueue("1", "right number", NOW);

    assertThat(recorder.next()).isEqualTo(new Job("call", "1", "right number", 1));
    await().until(() -> node.rows().isEmpty());
  }

  @Test
  void an_attempt_over_its_time_limit_is_interrupted_and_made_again() throws Exception {
    Recorder recorder = new Blocker(new CountDownLatch(1)) {
      @Override
      public Duration timeLimit() {
        return SOON;
      }
    };
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);

    await().untilAsserted(() -> assertThat((String) node.row("1").get("last_error")).contains("not done within"));
    assertThat(recorder.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_stopping_node_waits_for_the_jobs_in_hand() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Recorder recorder = new Blocker(mayEnd);
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    recorder.next();

    Thread stopping = Thread.ofVirtual().start(node.workers::stop);
    mayEnd.countDown();
    stopping.join();

    assertThat(node.rows()).isEmpty();
    assertThat(recorder.interrupted.getCount()).isEqualTo(1);
  }

  @Test
  void a_job_cut_short_by_a_stop_waits_for_another_node_as_if_it_had_not_been_taken() throws Exception {
    Recorder recorder = new Blocker(new CountDownLatch(1));
    JobNode node = node(SOON, recorder);
    node.enqueue("1", "", NOW);
    recorder.next();

    node.workers.stop();

    assertThat(recorder.interrupted.getCount()).isZero();
    assertThat(node.row("1")).containsEntry("attempts", 0).containsEntry("lease", null).containsEntry("dead_at", null);
    assertThat(node.runAt("1")).isEqualTo(NOW);
  }

  @Test
  void a_stopped_node_takes_no_jobs_until_it_is_started_again() throws Exception {
    Recorder stopped = new Recorder();
    JobNode node = node(SOON, stopped);
    node.workers.stop();
    node.enqueue("1", "", NOW);
    Recorder other = new Recorder();
    node(SOON, other);
    assertThat(other.next().key()).isEqualTo("1");
    nodes.getLast().workers.stop();
    node.enqueue("2", "", NOW);

    node.workers.start();

    assertThat(stopped.next().key()).isEqualTo("2");
  }

  @Test
  void two_handlers_of_one_kind_stop_the_start() {
    assertThatThrownBy(() -> new JobWorkers(List.of(new Recorder(), new Recorder()), _ -> null, () -> {}, SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call");
  }

  private static List<Object> keys(JobNode node) {
    return node.rows().stream().map(row -> row.get("key")).toList();
  }

  private JobNode node(Duration pollInterval, JobHandler... handlers) {
    JobNode node = new JobNode(database, clock, "node " + nodes.size(), pollInterval, List.of(handlers));
    nodes.add(node);
    node.workers.start();
    return node;
  }
}
