package io.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: every connection sends its next lead when it has the answer to the one before; or, where a rate is
 * given, when its time has come, and then a lead's latency counts from that time, whenever it could be sent. Figures are those of the
 * measured time only; tallies are of everything, for the books must balance in the end. It is over when search and statistics know
 * every lead of it: what an arm leaves to be done must not be done while the next one is measured.
 */
record Load(Duration warmUp, Duration measured, PostgresServer database) {

  private static final long HIGHEST_MICROSECONDS = TimeUnit.MINUTES.toMicros(1);
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_AFTER = Duration.ofMinutes(5);
  private static final String LEFT_OVER = "SELECT count(*) FROM (SELECT FROM fresh_leads LIMIT 1) AS one";

  /** Everything that was ever sent by an arm. */
  static final class Tally {

    private final LongAdder kept = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /** Answered with a lead. */
    long kept() {
      return kept.sum();
    }

    /** Nobody knows what came of them. */
    long unanswered() {
      return unanswered.sum();
    }
  }

  Sample run(Arm arm, int connections, Tally tally) throws Exception {
    return run(arm, connections, OptionalDouble.empty(), tally);
  }

  /** @param perSecond of all connections together; empty: as fast as answers come */
  Sample run(Arm arm, int connections, OptionalDouble perSecond, Tally tally) throws Exception {
    long sentBefore = tally.kept() + tally.unanswered();
    long pace = perSecond.isPresent() ? Math.round(connections * 1e9 / perSecond.getAsDouble()) : 0;
    var ready = new CountDownLatch(connections);
    var go = new CompletableFuture<Window>();
    var looked = new CountDownLatch(1);
    List<Loop> loops = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Loop loop = new Loop(arm, tally, pace, pace * i / connections, ready, go, looked);
      loops.add(loop);
      threads.add(Thread.ofPlatform().daemon().name(arm.name() + "-" + i).start(loop));
    }
    ready.await(); // with many connections, opening them takes longer than a warm-up
    long begin = System.nanoTime() + warmUp.toNanos();
    long end = begin + measured.toNanos();
    go.complete(new Window(begin, end));
    TimeUnit.NANOSECONDS.sleep(begin - System.nanoTime());
    Cpu before = cpu(arm);
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    Cpu after = cpu(arm);
    double databaseMb = Usage.memoryOfTreeMb(database.pid());
    double residentMb = arm.server().isPresent() ? Usage.residentMb(arm.server().getAsLong()) : 0;
    looked.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Cpu left = cpu(arm);
    awaitWhatFollows();
    Cpu done = cpu(arm);
    Histogram latency = new Histogram(HIGHEST_MICROSECONDS, SIGNIFICANT_DIGITS);
    long errors = 0;
    for (Loop loop : loops) {
      latency.add(loop.latency);
      errors += loop.errors;
    }
    double share = (double) latency.getTotalCount() / Math.max(1, tally.kept() + tally.unanswered() - sentBefore);
    return new Sample(arm.name(), connections, measured, latency.getTotalCount() * arm.leadsPerAnswer(), latency, errors,
        after.server - before.server,
        after.compiler - before.compiler, after.database - before.database, after.driver - before.driver,
        share * (done.server - left.server + done.database - left.database), residentMb, databaseMb);
  }

  private void awaitWhatFollows() throws Exception {
    long giveUp = System.nanoTime() + LONGEST_AFTER.toNanos();
    while (database.number(LEFT_OVER) > 0) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("search and statistics did not know all leads after " + LONGEST_AFTER.toMinutes() + " minutes");
      }
      Thread.sleep(POLL);
    }
  }

  private record Cpu(double server, double compiler, double database, double driver) {}

  private Cpu cpu(Arm arm) {
    OptionalLong pid = arm.server();
    return new Cpu(pid.isPresent() ? Usage.cpuSeconds(pid.getAsLong()) : 0,
        pid.isPresent() ? Usage.compilerCpuSeconds(pid.getAsLong()) : 0, Usage.cpuSecondsOfTree(database.pid()),
        Usage.cpuSeconds(ProcessHandle.current().pid()));
  }

  /** What is measured, by the system's nanoseconds. */
  private record Window(long begin, long end) {}

  private static final class Loop implements Runnable {

    private final Arm arm;
    private final Tally tally;
    private final long pace;
    private final long offset;
    private final CountDownLatch ready;
    private final CompletableFuture<Window> go;
    private final CountDownLatch looked;
    private final Histogram latency = new Histogram(HIGHEST_MICROSECONDS, SIGNIFICANT_DIGITS);
    private long errors;

    /**
     * @param pace nanoseconds from one lead to the next; 0: none
     * @param offset of this connection's first one
     * @param go when all connections are open
     * @param looked connections stay open until it was seen what memory they take
     */
    Loop(Arm arm, Tally tally, long pace, long offset, CountDownLatch ready, CompletableFuture<Window> go,
        CountDownLatch looked) {
      this.arm = arm;
      this.tally = tally;
      this.pace = pace;
      this.offset = offset;
      this.ready = ready;
      this.go = go;
      this.looked = looked;
    }

    @Override
    public void run() {
      try (Arm.Sender sender = arm.open()) {
        ready.countDown();
        Window window = go.get();
        long due = System.nanoTime() + offset;
        while (System.nanoTime() < window.end) {
          if (pace > 0) {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
          }
          send(sender, pace > 0 ? due : System.nanoTime(), window);
          due += pace;
        }
        looked.await();
      } catch (Exception e) {
        ready.countDown();
        errors++;
        System.err.println("bench: a connection of " + arm.name() + " was lost: " + e);
      }
    }

    private void send(Arm.Sender sender, long start, Window window) throws InterruptedException {
      Arm.Answer answer;
      try {
        answer = sender.send();
      } catch (Exception e) {
        tally.unanswered.increment();
        count(false, start, window);
        Thread.sleep(BREATH);
        return;
      }
      if (answer != Arm.Answer.REFUSED) {
        tally.kept.increment();
      }
      count(answer == Arm.Answer.TAKEN, start, window);
    }

    private void count(boolean taken, long start, Window window) {
      long now = System.nanoTime();
      if (now < window.begin || now > window.end) {
        return;
      }
      if (taken) {
        latency.recordValue(Math.min(HIGHEST_MICROSECONDS, TimeUnit.NANOSECONDS.toMicros(now - start)));
      } else {
        errors++;
      }
    }
  }
}
