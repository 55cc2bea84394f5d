package io.sluice.server.flow.usage;

import io.sluice.engine.run.RunEvent.RecipientEvent;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One data point of one flow. Only the first few values of an hour are looked at: the rest would tell nothing new. */
final class Seen {

  private static final int LOOKED_AT_AN_HOUR = 3;
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final int MAX_EXAMPLES = 3;
  private static final int MAX_EXAMPLE_CHARS = 100;

  private final String name;
  private volatile long hour = Long.MIN_VALUE;
  private volatile int lookedAt;
  private volatile boolean changed;
  private @Nullable Instant first;
  private Instant last = Instant.MIN;
  private String type = "string";
  private @Nullable String moduleId;
  private @Nullable EntityId entity;
  private final List<String> examples = new ArrayList<>();

  Seen(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isChanged() {
    return changed;
  }

  /** What most leads end at. */
  boolean wants(Instant at) {
    return hourOf(at) > hour || lookedAt < LOOKED_AT_AN_HOUR;
  }

  synchronized void take(Object value, @Nullable RecipientEvent from, Instant at, UnaryOperator<@Nullable Object> masked) {
    if (hourOf(at) > hour) {
      hour = hourOf(at);
      lookedAt = 0;
    }
    lookedAt++;
    first = first == null || at.isBefore(first) ? at : first;
    last = at.isAfter(last) ? at : last;
    type = typeOf(value);
    if (from != null) {
      moduleId = from.moduleId();
      entity = entityOf(from);
    }
    String example = Values.text(masked.apply(value));
    example = example.length() > MAX_EXAMPLE_CHARS ? example.substring(0, MAX_EXAMPLE_CHARS) : example;
    examples.remove(example);
    examples.addFirst(example);
    if (examples.size() > MAX_EXAMPLES) {
      examples.removeLast();
    }
    changed = true;
  }

  synchronized DataPointStore.Var row(AccountId account, FlowId flow) {
    return new DataPointStore.Var(account, flow, name, type, moduleId, entity, List.copyOf(examples),
        first == null ? last : first, last);
  }

  /** To be asked for before {@link #row}: what is seen in between makes it changed once more. */
  synchronized Runnable written() {
    int soFar = lookedAt;
    long in = hour;
    return () -> {
      synchronized (this) {
        changed = lookedAt != soFar || hour != in;
      }
    };
  }

  private static long hourOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS_AN_HOUR);
  }

  private static String typeOf(Object value) {
    return switch (value) {
      case TypedValue typed -> typed.type();
      case Boolean _ -> "boolean";
      case Number _ -> "number";
      case Instant _ -> "time";
      case List<?> _ -> "array";
      default -> "string";
    };
  }

  private static @Nullable EntityId entityOf(RecipientEvent event) {
    String id = event.entity().id();
    return id != null && ObjectIds.valid(id.toLowerCase(Locale.ROOT)) ? EntityId.of(id) : null;
  }
}
