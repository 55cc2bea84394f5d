package io.sluice.server.flow.usage;

import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one process has seen of one flow. Safe for many threads; no lead waits for another. */
final class FlowTally {

  private static final String LEAD = "lead";
  /** Given by us: no field, and there always. */
  private static final String LEAD_ID = "id";

  private final AccountId account;
  private final FlowId flow;
  private final Map<LocalDate, DayTally> days = new ConcurrentHashMap<>();
  private final SeenNames names = new SeenNames();
  private volatile Instant last = Instant.MIN;

  FlowTally(AccountId account, FlowId flow) {
    this.account = account;
    this.flow = flow;
  }

  void add(Instant at, ZoneId zone, Ran ran, UnaryOperator<@Nullable Object> masked) {
    if (ran.vars().asMap().get(LEAD) instanceof Map<?, ?> lead) {
      DayTally day = days.computeIfAbsent(LocalDate.ofInstant(at, zone), date -> new DayTally(ObjectIds.next(at)));
      lead.keySet().forEach(field -> {
        if (field instanceof String id && !id.equals(LEAD_ID) && isThere(lead.get(id))) {
          day.count(id);
        }
      });
      day.countLead();
      names.visit(LEAD, lead, null, at, masked);
    }
    for (RunEvent event : ran.events()) {
      if (event instanceof RunEvent.RecipientEvent recipient) {
        names.visit(recipient.key(), recipient.appended(), recipient, at, masked);
      }
    }
    last = at;
  }

  boolean isIdleSince(Instant before) {
    return last.isBefore(before) && days.values().stream().noneMatch(DayTally::isChanged);
  }

  /** Adds what has changed; the answer is to be run when that is written. */
  Runnable changes(List<DataPointStore.Count> counts, List<DataPointStore.Var> vars) {
    List<Runnable> written = new ArrayList<>();
    days.forEach((date, day) -> {
      if (day.isChanged()) {
        written.add(day.written());
        counts.add(new DataPointStore.Count(account, flow, date, day.id(), day.counts()));
      } else if (days.keySet().stream().anyMatch(date::isBefore)) {
        days.remove(date); // a straggler of that day makes a tally, and with it a row, of its own
      }
    });
    names.seen().filter(Seen::isChanged).filter(seen -> !seen.name().equals(LEAD + "." + LEAD_ID)).forEach(seen -> {
      written.add(seen.written());
      vars.add(seen.row(account, flow));
    });
    return () -> written.forEach(Runnable::run);
  }

  static boolean isThere(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case String text -> !text.isBlank();
      case TypedValue typed -> !Values.text(typed.raw() == null ? typed.normal() : typed.raw()).isBlank();
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }
}
