package io.sluice.server.delivery.door;

import static io.sluice.server.FakeRecipient.drip;
import static io.sluice.server.FakeRecipient.hangUp;
import static io.sluice.server.FakeRecipient.huge;
import static io.sluice.server.FakeRecipient.json;
import static io.sluice.server.FakeRecipient.never;
import static io.sluice.server.FakeRecipient.slow;
import static io.sluice.server.FakeRecipient.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.delivery.door.OutboundResult.Answered;
import io.sluice.server.delivery.door.OutboundResult.Failed;
import io.sluice.server.delivery.door.OutboundResult.Refused;
import io.sluice.server.delivery.door.OutboundResult.TimedOut;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is waited for, how long, and what that keeps others from: nothing. */
@Timeout(60)
class OutboundTimeTest extends OpenedDoors {

  private static final Duration SHORT = Duration.ofMillis(400);

  @Test
  void a_recipient_that_stays_silent_times_out() {
    acme.answers(never());
    assertTimesOut(door(LOOPBACK).send(get(acme.url("/")), "key", SHORT));
  }

  @Test
  void a_recipient_that_drips_times_out_over_the_whole_exchange() {
    acme.answers(drip(Duration.ofMillis(20)));
    assertTimesOut(door(LOOPBACK).send(get(acme.url("/")), "key", SHORT));
  }

  @Test
  void a_name_server_that_stays_silent_times_out() {
    HostNames silent = name -> {
      try {
        Thread.sleep(LONG);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new UnknownHostException(name);
    };
    var door = door(LOOPBACK, OutboundLimits.STANDARD, silent);
    assertTimesOut(door.send(get("http://buyer.example.com/"), "key", SHORT));
  }

  @Test
  void a_slow_recipient_takes_no_more_than_its_share_of_connections() throws Exception {
    var limits = new OutboundLimits(1 << 20, 8 << 10, 100, 2, 1, 2, 20, Duration.ofSeconds(15), Duration.ofSeconds(5));
    var door = door(LOOPBACK, limits, HostNames.OF_THE_SYSTEM);
    acme.answers(never());
    var waiting = Thread.ofVirtual().start(() -> door.send(get(acme.url("/")), "first", Duration.ofSeconds(2)));
    acme.awaitRequest(LONG);
    try (var globex = FakeRecipient.start()) {
      assertTimesOut(door.send(get(acme.url("/")), "second", SHORT));
      assertThat(door.send(get(globex.url("/")), "third", LONG)).isInstanceOf(Answered.class);
    }
    waiting.join();
    acme.answers(json("{}"));
    assertThat(door.send(get(acme.url("/")), "fourth", LONG)).as("its place is free").isInstanceOf(Answered.class);
    assertThat(acme.received()).extracting(request -> request.headers().get("Idempotency-Key"))
        .containsExactly("first", "fourth");
  }

  @Test
  void who_waits_for_a_place_in_vain_times_out_each_of_many() throws Exception {
    var limits =
        new OutboundLimits(1 << 20, 8 << 10, 100, 2, 1, 500, 500, Duration.ofSeconds(15), Duration.ofSeconds(5));
    var door = door(LOOPBACK, limits, HostNames.OF_THE_SYSTEM);
    acme.answers(never());
    var holding = Thread.ofVirtual().start(() -> door.send(get(acme.url("/")), "first", LONG));
    acme.awaitRequest(LONG);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        List<Future<OutboundResult>> waiting = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          waiting.add(callers.submit(() -> door.send(get(acme.url("/")), "waiting", Duration.ofMillis(100))));
        }
        for (var each : waiting) {
          assertThat(each.get()).isInstanceOf(TimedOut.class);
        }
      }
    }
    holding.interrupt();
    holding.join();
  }

  @Test
  void a_recipient_that_hangs_is_called_so_often_at_once_and_others_are_served_meanwhile() throws Exception {
    var limits = new OutboundLimits(1 << 20, 8 << 10, 100, 8, 4, 3, 20, Duration.ofHours(1), Duration.ofSeconds(5));
    var door = door(LOOPBACK, limits, HostNames.OF_THE_SYSTEM);
    acme.answers(never());
    List<Thread> hanging = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var key = "hanging-" + i;
      hanging.add(Thread.ofVirtual().start(() -> door.send(get(acme.url("/")), key, LONG)));
      acme.awaitRequest(LONG);
    }
    try (var globex = FakeRecipient.start()) {
      for (int i = 0; i < 50; i++) {
        assertThat(door.send(get(acme.url("/")), "more-" + i, LONG)).isInstanceOfSatisfying(Refused.class, refused ->
            assertThat(refused.reason())
                .isEqualTo("Too many deliveries to 127.0.0.1:" + acme.port() + " are under way"));
        assertThat(door.send(get(globex.url("/")), "other-" + i, LONG)).isInstanceOf(Answered.class);
      }
    }
    assertThat(hanging).as("which still wait").allMatch(Thread::isAlive);
    assertThat(acme.received()).hasSize(3);
    hanging.forEach(Thread::interrupt);
    for (var thread : hanging) {
      thread.join();
    }
    acme.answers(json("{}"));
    assertThat(door.send(get(acme.url("/")), "again", LONG)).as("places are given back").isInstanceOf(Answered.class);
  }

  @Test
  void a_recipient_that_never_answers_is_left_alone_and_the_step_is_told_at_once() {
    var door = door(LOOPBACK, silences(3, Duration.ofHours(1)), HostNames.OF_THE_SYSTEM);
    acme.answers(hangUp());
    for (int i = 0; i < 3; i++) {
      assertThat(door.send(get(acme.url("/")), "key-" + i, LONG)).isInstanceOf(Failed.class);
    }
    acme.answers(json("{}"));
    assertThat(door.send(get(acme.url("/")), "fourth", LONG)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(
            "127.0.0.1:" + acme.port() + " did not answer 3 times in a row and is left alone for a moment"));
    assertThat(acme.received()).hasSize(3);
    try (var globex = FakeRecipient.start()) {
      assertThat(door.send(get(globex.url("/")), "fifth", LONG)).isInstanceOf(Answered.class);
    }
  }

  @Test
  void a_recipient_is_one_however_its_address_is_written() {
    HostNames gone = name -> {
      throw new UnknownHostException(name);
    };
    var door = door(LOOPBACK, silences(4, Duration.ofHours(1)), gone);
    for (var url : List.of("https://crm.example.com/", "https://crm.example.com:443/", "https://crm.example.com./a",
        "https://CRM.example.com:443/")) {
      assertThat(door.send(get(url), "key", LONG)).isInstanceOf(Failed.class);
    }
    assertThat(door.send(get("https://crm.example.com/"), "fifth", LONG)).isInstanceOf(Refused.class);
    assertThat(door.send(get("https://crm.example.com:80/"), "other", LONG)).isInstanceOf(Failed.class);
    assertThat(door.send(get("http://crm.example.com/"), "other", LONG)).isInstanceOf(Failed.class);
  }

  @Test
  void a_recipient_that_answers_again_is_delivered_to_again() {
    var door = door(LOOPBACK, silences(2, Duration.ZERO), HostNames.OF_THE_SYSTEM);
    acme.answers(hangUp());
    for (int i = 0; i < 4; i++) {
      assertThat(door.send(get(acme.url("/")), "key-" + i, LONG)).isInstanceOf(Failed.class);
    }
    acme.answers(with(500, "text/plain", ""));
    assertThat(door.send(get(acme.url("/")), "probe", LONG)).as("any answer is one").isInstanceOf(Answered.class);
    assertThat(door.send(get(acme.url("/")), "next", LONG)).isInstanceOf(Answered.class);
  }

  @Test
  void who_gives_a_recipient_too_little_time_or_asks_for_too_much_keeps_nobody_else_from_it() {
    var door = door(LOOPBACK, silences(1, Duration.ofHours(1)), HostNames.OF_THE_SYSTEM);
    acme.answers(never());
    assertTimesOut(door.send(get(acme.url("/")), "hurried", SHORT));
    acme.answers(huge(1L << 40));
    assertThat(door.send(get(acme.url("/")), "greedy", LONG)).isInstanceOf(Failed.class);
    acme.answers(json("{}"));
    assertThat(door.send(get(acme.url("/")), "other", LONG)).isInstanceOf(Answered.class);
  }

  @Test
  void who_waited_in_vain_is_not_taken_for_interrupted_and_can_send_again() throws Exception {
    acme.answers(never());
    List<OutboundResult> results = new ArrayList<>();
    var sender = Thread.ofVirtual().start(() -> {
      for (int i = 0; i < 3; i++) {
        results.add(door(LOOPBACK).send(get(acme.url("/")), "key-" + i, SHORT));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      }
      acme.answers(json("{}"));
      results.add(door(LOOPBACK).send(get(acme.url("/")), "last", LONG));
    });
    sender.join();
    assertThat(results).hasSize(4);
    results.subList(0, 3).forEach(OutboundTimeTest::assertTimesOut);
    assertThat(results.getLast()).isInstanceOf(Answered.class);
  }

  @Test
  void who_is_stopped_while_a_recipient_thinks_is_told_so_and_stays_interrupted() throws Exception {
    acme.answers(never());
    List<OutboundResult> results = new ArrayList<>();
    List<Boolean> interrupted = new ArrayList<>();
    var sender = Thread.ofVirtual().start(() -> {
      results.add(door(LOOPBACK).send(get(acme.url("/")), "key", LONG));
      interrupted.add(Thread.currentThread().isInterrupted());
    });
    acme.awaitRequest(LONG);
    sender.interrupt();
    sender.join();
    assertThat(results).singleElement().isInstanceOfSatisfying(Failed.class,
        failed -> assertThat(failed.reason()).isEqualTo("Delivery was interrupted"));
    assertThat(interrupted).containsExactly(true);
  }

  @Test
  void a_sender_on_a_thread_of_the_machine_is_ended_as_well() {
    acme.answers(never());
    assertTimesOut(door(LOOPBACK).send(get(acme.url("/")), "key", SHORT));
    assertThat(Thread.currentThread().isVirtual()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void a_slow_answer_within_the_time_is_an_answer() {
    acme.answers(slow(Duration.ofMillis(100), json("{}")));
    var answered = (Answered) door(LOOPBACK).send(get(acme.url("/")), "key", LONG);
    assertThat(answered.transaction().ms()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void a_long_answer_waits_for_those_that_others_have_in_hand() throws Exception {
    var answers = new AnswersInHand(10_000);
    var door = door(LOOPBACK, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM, answers);
    acme.answers(huge(30_000));
    var done = new CountDownLatch(1);
    Thread lead = Thread.ofVirtual().unstarted(() -> answers.during(() -> {
      assertThat(door.send(get(acme.url("/1")), "key", LONG)).isInstanceOf(Answered.class);
      return door.send(get(acme.url("/2")), "key", LONG) instanceof Answered && opened(done); // it waits for nobody
    }));
    lead.start();
    acme.awaitRequest(LONG);
    acme.awaitRequest(LONG);
    assertTimesOut(door.send(get(acme.url("/3")), "key", SHORT));
    acme.answers(with(200, Map.of(), "short"));
    assertThat(door.send(get(acme.url("/4")), "key", SHORT)).as("a short one").isInstanceOf(Answered.class);
    acme.answers(huge(30_000));
    done.countDown();
    lead.join();
    assertThat(door.send(get(acme.url("/5")), "key", LONG)).as("when they are done").isInstanceOf(Answered.class);
  }

  @Test
  void a_recipient_is_not_silent_because_another_one_has_all_connections() throws Exception {
    var limits = new OutboundLimits(1 << 20, 8 << 10, 100, 1, 1, 2, 1, Duration.ofHours(1), Duration.ofSeconds(5));
    var door = door(LOOPBACK, limits, HostNames.OF_THE_SYSTEM);
    try (var globex = FakeRecipient.start()) {
      globex.answers(never());
      var holding = Thread.ofVirtual().start(() -> door.send(get(globex.url("/")), "first", Duration.ofSeconds(50)));
      globex.awaitRequest(LONG);
      assertThat(door.send(get(acme.url("/")), "second", OutboundLimits.FAIR_TIMEOUT)).isInstanceOf(TimedOut.class);
      holding.interrupt();
      holding.join();
    }
    assertThat(acme.received()).isEmpty();
    assertThat(door.send(get(acme.url("/")), "third", LONG)).isInstanceOf(Answered.class);
  }

  @Test
  void a_recipient_is_not_silent_because_there_is_no_room_for_its_answer() throws Exception {
    var answers = new AnswersInHand(10_000);
    var door = door(LOOPBACK, silences(1, Duration.ofHours(1)), HostNames.OF_THE_SYSTEM, answers);
    acme.answers(huge(30_000));
    var full = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Thread lead = Thread.ofVirtual().start(() -> answers.during(() -> {
      door.send(get(acme.url("/1")), "key", LONG);
      full.countDown();
      return opened(done);
    }));
    assertThat(opened(full)).isTrue();
    assertThat(door.send(get(acme.url("/2")), "key", OutboundLimits.FAIR_TIMEOUT)).isInstanceOf(TimedOut.class);
    acme.answers(with(200, Map.of(), "short"));
    assertThat(door.send(get(acme.url("/3")), "key", LONG)).isInstanceOf(Answered.class);
    done.countDown();
    lead.join();
  }

  private static OutboundLimits silences(int max, Duration pause) {
    return new OutboundLimits(1 << 20, 8 << 10, 100, 8, 4, 100, max, pause, Duration.ofSeconds(5));
  }

  private static boolean opened(CountDownLatch latch) {
    try {
      return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertTimesOut(OutboundResult result) {
    assertThat(result).isInstanceOfSatisfying(TimedOut.class, late -> {
      assertThat(late.reason()).isEqualTo("Timeout - no answer within 0.4 seconds");
      assertThat(late.transaction().response()).isEmpty();
      assertThat(late.transaction().ms()).isBetween(SHORT.toMillis(), SHORT.toMillis() + 2_000);
    });
  }
}
