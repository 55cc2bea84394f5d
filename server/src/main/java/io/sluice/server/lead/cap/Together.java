package io.sluice.server.lead.cap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Moves that are cheaper together: whoever comes while another is at work waits, and then one of those who wait does the
 * work of all of them. Nobody waits who is alone. Meant for virtual threads.
 *
 * @param <K> what moves have in common that are made together
 * @param <M> a move, which is told its own result
 */
final class Together<K, M> {

  private static final int MOST = 500;

  private final BiConsumer<K, List<M>> work;
  /** Those who wait. A key that is here has somebody at work. */
  private final ConcurrentMap<K, Deque<Waiting<M>>> queues = new ConcurrentHashMap<>();

  Together(BiConsumer<K, List<M>> work) {
    this.work = work;
  }

  private static final class Waiting<M> {
    private final M move;
    /** Completed with true when it is its turn to work, with false when another worked for it. */
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
    private boolean made;
    private @Nullable RuntimeException failure;

    Waiting(M move) {
      this.move = move;
    }
  }

  /** Returns when the move is made; what the work throws, all of those throw whose moves it was about. */
  void make(K key, M move) {
    Waiting<M> mine = new Waiting<>(move);
    queues.compute(key, (_, queue) -> {
      if (queue == null) {
        mine.turn.complete(true);
        return new ArrayDeque<>(List.of(mine));
      }
      queue.add(mine);
      return queue;
    });
    if (mine.turn.join()) {
      List<Waiting<M>> group = next(key);
      try {
        work(key, group);
      } finally {
        handOver(key);
        group.forEach(waiting -> waiting.turn.complete(false));
      }
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    if (!mine.made) {
      throw new IllegalStateException("the one who made this move for others did not come back");
    }
  }

  private List<Waiting<M>> next(K key) {
    List<Waiting<M>> group = new ArrayList<>();
    queues.computeIfPresent(key, (_, queue) -> {
      while (!queue.isEmpty() && group.size() < MOST) {
        group.add(queue.remove());
      }
      return queue;
    });
    return group;
  }

  private void handOver(K key) {
    queues.computeIfPresent(key, (_, queue) -> {
      if (queue.isEmpty()) {
        return null;
      }
      queue.element().turn.complete(true);
      return queue;
    });
  }

  private void work(K key, List<Waiting<M>> group) {
    try {
      work.accept(key, group.stream().map(waiting -> waiting.move).toList());
      group.forEach(waiting -> waiting.made = true);
    } catch (DataIntegrityViolationException e) {
      if (group.size() == 1) {
        group.getFirst().failure = e;
      } else {
        // One of them is bad; the others must not suffer for it.
        group.forEach(waiting -> work(key, List.of(waiting)));
      }
    } catch (RuntimeException e) {
      group.forEach(waiting -> waiting.failure = e);
    }
  }
}
