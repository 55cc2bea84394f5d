package io.sluice.bench.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operation often enough to be compiled, however little of the machine one gets for it: a warm-up that lasts so
 * many milliseconds is none where ten others want the same processor.
 */
final class Warm {

  private static final int TIMES = 20_000;

  private Warm() {}

  static void up(Supplier<@Nullable Object> operation) {
    int results = 0;
    for (int i = 0; i < TIMES; i++) {
      results += operation.get() == null ? 0 : 1;
    }
    if (results < 0) {
      throw new IllegalStateException("nobody gets here, and the compiler does not know");
    }
  }
}
