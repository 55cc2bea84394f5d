package io.sluice.server.crm.lead.route;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * To whom new leads of a company go at a moment (crm 2.16): who works the territory of the lead's zip code, else who
 * receives its source's leads; of those, who has the fewest open ones. Counts what it gives out.
 */
public final class Routing {

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

  /** Of somebody with this zip code. */
  public Optional<Long> territory(@Nullable String zipCode) {
    return sought(zipCode).stream().flatMap(code -> Stream.ofNullable(territories.get(code))).findFirst();
  }

  public Optional<Long> userAccess(@Nullable Long territory, @Nullable Long source) {
    return idlest(territory == null ? null : byTerritory.get(territory))
        .or(() -> idlest(source == null ? null : bySource.get(source)));
  }

  public void given(long userAccess) {
    open.merge(userAccess, 1L, Long::sum);
  }

  private Optional<Long> idlest(@Nullable List<Long> userAccesses) {
    return Optional.ofNullable(userAccesses).flatMap(all -> all.stream()
        .min(Comparator.comparing((Long one) -> open.getOrDefault(one, 0L)).thenComparing(Comparator.naturalOrder())));
  }
}
