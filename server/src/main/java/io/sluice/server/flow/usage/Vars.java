package io.sluice.server.flow.usage;

import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The data points that were ever collected: every field value, and everything that was appended (exchange 10). */
@Component
class Vars {

  private static final int MAX_VARS = 20_000;
  private static final String LEAD = "lead.";
  /** Written otherwise than as a word. */
  private static final Set<String> INITIALS = Set.of("id", "crm", "url", "ip", "ssn", "dnc");

  private final DataPoints points;
  private final DataPointStore store;
  private final Fields fields;

  Vars(DataPoints points, DataPointStore store, Fields fields) {
    this.points = points;
    this.store = store;
    this.fields = fields;
  }

  /** There is one of a name. @param description absent where nobody has described it */
  record Var(String name, String label, String type, @Nullable String description, @Nullable String moduleId,
      @Nullable EntityId entityId, List<String> examples, Instant firstUsedAt, Instant lastUsedAt) {}

  /**
   * @param flows empty: all the account's, deleted ones too
   * @param start only what was seen then or later
   * @param end only what was seen for the first time then or earlier
   * @param exclude names, each with all that lie below it
   */
  List<Var> of(AccountId account, Collection<FlowId> flows, @Nullable Instant start, @Nullable Instant end,
      List<String> exclude) {
    points.write();
    KnownFields known = fields.known(account);
    return store.vars(account, flows, start, end, MAX_VARS).stream()
        .filter(found -> exclude.stream().noneMatch(name ->
            found.name().equals(name) || found.name().startsWith(name.endsWith(".") ? name : name + ".")))
        .map(found -> described(found, known))
        .toList();
  }

  private static Var described(DataPointStore.Found found, KnownFields known) {
    Field field = found.name().startsWith(LEAD) ? known.findEver(found.name().substring(LEAD.length())).orElse(null) : null;
    return new Var(found.name(),
        field == null ? label(found.name()) : field.name(),
        field == null ? found.type() : field.type(),
        field == null ? null : field.description(),
        found.moduleId(), found.entity(), found.examples(), found.firstUsedAt(), found.lastUsedAt());
  }

  /** {@code My CRM Lead ID} for {@code my_crm.lead.id}. */
  private static String label(String name) {
    return Arrays.stream(name.split("[._\\s]+")).filter(word -> !word.isEmpty())
        .map(word -> INITIALS.contains(word.toLowerCase(Locale.ROOT)) ? word.toUpperCase(Locale.ROOT)
            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }
}
