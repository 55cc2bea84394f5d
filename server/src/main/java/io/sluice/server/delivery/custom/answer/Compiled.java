package io.sluice.server.delivery.custom.answer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What settings were compiled to, so that it is done once for all leads of a flow. Settings are few and the same for
 * every lead, unless one is made of the lead itself: then all is forgotten from time to time.
 */
final class Compiled<T> {

  private static final int MAX_KEPT = 1_000;

  private final Map<String, Optional<T>> kept = new ConcurrentHashMap<>();
  private final Function<String, Optional<T>> compiler;

  /** @param compiler empty for what cannot be compiled */
  Compiled(Function<String, Optional<T>> compiler) {
    this.compiler = compiler;
  }

  Optional<T> of(String source) {
    var known = kept.get(source);
    if (known != null) {
      return known;
    }
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    var compiled = compiler.apply(source);
    kept.put(source, compiled);
    return compiled;
  }
}
