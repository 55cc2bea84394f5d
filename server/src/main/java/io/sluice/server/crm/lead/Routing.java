package io.sluice.server.crm.lead;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * To whom new leads of a company go at a moment (crm 2.16): who works the territory of the lead's zip code, else who
 * receives its source's leads; of those, who has the fewest open ones. Counts what it gives out.
 */
final class Routing {

  private static final Pattern PLUS_FOUR = Pattern.compile("\\d{5}-?\\d{4}");
  private static final int AREA_DIGITS = 5;

  private final Map<String, Long> territories;
  private final Map<Long, List<Long>> byTerritory;
  private final Map<Long, List<Long>> bySource;
  private final Map<Long, Long> open;

  /** @param open leads by user access; absent: none */
  Routing(Map<String, Long> territories, Map<Long, List<Long>> byTerritory, Map<Long, List<Long>> bySource,
      Map<Long, Long> open) {
    this.territories = territories;
    this.byTerritory = byTerritory;
    this.bySource = bySource;
    this.open = new HashMap<>(open);
  }

  /** By what a zip code may be known, the closest first: {@code 78701-4321} lies within {@code 78701}. */
  static List<String> sought(@Nullable String zipCode) {
    if (zipCode == null) {
      return List.of();
    }
    String code = zipCode.toUpperCase(Locale.ROOT);
    return PLUS_FOUR.matcher(code).matches() ? List.of(code, code.substring(0, AREA_DIGITS)) : List.of(code);
  }

  Optional<Long> territory(NewLead lead) {
    return Optional.ofNullable(lead.territory()).or(() -> sought(lead.contact().zipCode()).stream()
        .flatMap(code -> Stream.ofNullable(territories.get(code))).findFirst());
  }

  /** @param territory where the lead lies, if in any */
  Optional<Long> userAccess(NewLead lead, Optional<Long> territory) {
    return switch (lead.assignment()) {
      case Assignment.To(long userAccess) -> Optional.of(userAccess);
      case Assignment.Unassigned() -> Optional.empty();
      case Assignment.Routed() -> territory.flatMap(id -> idlest(byTerritory.get(id)))
          .or(() -> Optional.ofNullable(lead.source()).flatMap(id -> idlest(bySource.get(id))));
    };
  }

  void given(long userAccess) {
    open.merge(userAccess, 1L, Long::sum);
  }

  private Optional<Long> idlest(@Nullable List<Long> userAccesses) {
    return Optional.ofNullable(userAccesses).flatMap(all -> all.stream()
        .min(Comparator.comparing((Long one) -> open.getOrDefault(one, 0L)).thenComparing(Comparator.naturalOrder())));
  }

  static Set<Long> all(Collection<List<Long>> lists) {
    Set<Long> all = new TreeSet<>();
    lists.forEach(all::addAll);
    return all;
  }
}
