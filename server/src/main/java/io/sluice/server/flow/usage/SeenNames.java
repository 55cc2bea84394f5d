package io.sluice.server.flow.usage;

import io.sluice.engine.run.RunEvent.RecipientEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of one flow's data points, as a tree: what is known is found part by part, without putting a name together. */
final class SeenNames {

  /** A recipient may answer with a new name each time. */
  private static final int MAX_NAMES = 2_000;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME_CHARS = 200;

  private final Map<String, Node> byPath = new ConcurrentHashMap<>();
  private final Node root = new Node("", 0);

  /** Takes notice of each value below the name. @param from where it was appended; null for the lead itself */
  void visit(String name, Map<?, ?> values, @Nullable RecipientEvent from, Instant at,
      UnaryOperator<@Nullable Object> masked) {
    if (!values.isEmpty()) {
      root.below(name).ifPresent(node -> node.visit(values, from, at, masked));
    }
  }

  Stream<Seen> seen() {
    return byPath.values().stream().flatMap(node -> Optional.ofNullable(node.seen).stream());
  }

  /** Two nodes that make the same name, {@code a.b} and {@code b} below {@code a}, are one. */
  private final class Node {

    private final String path;
    private final int depth;
    private final Map<String, Node> below = new ConcurrentHashMap<>();
    private volatile @Nullable Seen seen;

    private Node(String path, int depth) {
      this.path = path;
      this.depth = depth;
    }

    /** Empty when there are too many names, or this one is too long. */
    private Optional<Node> below(String name) {
      Node known = below.get(name);
      if (known != null) {
        return Optional.of(known);
      }
      String whole = path.isEmpty() ? name : path + "." + name;
      if (depth >= MAX_DEPTH || name.isBlank() || whole.length() > MAX_NAME_CHARS || whole.indexOf('\0') >= 0
          || byPath.size() >= MAX_NAMES) {
        return Optional.empty();
      }
      return Optional.of(below.computeIfAbsent(name,
          one -> byPath.computeIfAbsent(whole, path -> new Node(path, depth + 1))));
    }

    private void visit(Map<?, ?> values, @Nullable RecipientEvent from, Instant at,
        UnaryOperator<@Nullable Object> masked) {
      values.forEach((name, value) -> {
        if (FlowTally.isThere(value)) {
          below(String.valueOf(name)).ifPresent(node -> {
            if (value instanceof Map<?, ?> deeper) {
              node.visit(deeper, from, at, masked);
            } else {
              node.take(value, from, at, masked);
            }
          });
        }
      });
    }

    private void take(Object value, @Nullable RecipientEvent from, Instant at, UnaryOperator<@Nullable Object> masked) {
      Seen known = seen;
      if (known == null) {
        synchronized (this) {
          known = seen;
          if (known == null) {
            known = new Seen(path);
            seen = known;
          }
        }
      }
      if (known.wants(at)) {
        known.take(value, from, at, masked);
      }
    }
  }
}
