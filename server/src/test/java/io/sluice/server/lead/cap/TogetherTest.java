package io.sluice.server.lead.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/** Whoever comes while another is at work is worked for together with all who wait. */
class TogetherTest {

  private final List<List<String>> groups = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void who_comes_alone_does_not_wait_and_who_waits_is_grouped() throws Exception {
    Together<String, String> together = new Together<>(this::work);
    for (Future<?> move : whileOneIsAtWork(together, "a", "b", "c")) {
      move.get();
    }
    assertThat(groups).containsExactly(List.of("first"), List.of("a", "b", "c"));
    together.make("flow", "later");
    assertThat(groups.getLast()).isEqualTo(List.of("later"));
  }

  @Test
  void a_bad_move_fails_alone() throws Exception {
    Together<String, String> together = new Together<>((key, moves) -> {
      work(key, moves);
      if (moves.contains("bad")) {
        throw new DataIntegrityViolationException("bad");
      }
    });
    List<Future<?>> moves = whileOneIsAtWork(together, "a", "bad", "c");
    moves.get(1).get();
    moves.get(3).get();
    assertThatThrownBy(() -> moves.get(2).get()).isInstanceOf(ExecutionException.class).hasRootCauseMessage("bad");
    assertThat(groups).containsExactly(
        List.of("first"), List.of("a", "bad", "c"), List.of("a"), List.of("bad"), List.of("c"));
  }

  @Test
  void a_database_that_is_away_is_away_for_all_of_them_and_nobody_waits_for_ever() throws Exception {
    Together<String, String> together = new Together<>((key, moves) -> {
      work(key, moves);
      if (moves.size() > 1) {
        throw new DataAccessResourceFailureException("away");
      }
    });
    List<Future<?>> moves = whileOneIsAtWork(together, "a", "b");
    moves.getFirst().get();
    for (Future<?> move : moves.subList(1, 3)) {
      assertThatThrownBy(move::get).hasRootCauseMessage("away");
    }
    together.make("flow", "later");
    assertThat(groups.getLast()).isEqualTo(List.of("later"));
  }

  private void work(String key, List<String> moves) {
    groups.add(List.copyOf(moves));
    if (moves.contains("first")) {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** In this order. @return the move that was at work, then those that came meanwhile */
  private List<Future<?>> whileOneIsAtWork(Together<String, String> together, String... waiting) throws Exception {
    List<Future<?>> moves = new ArrayList<>();
    start(together, "first", moves);
    begun.await();
    for (String move : waiting) {
      Thread thread = start(together, move, moves);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
    goOn.countDown();
    return moves;
  }

  private static Thread start(Together<String, String> together, String move, List<Future<?>> moves) {
    FutureTask<?> made = new FutureTask<>(() -> together.make("flow", move), null);
    moves.add(made);
    return Thread.ofVirtual().start(made);
  }
}
