package io.sluice.server.crm.territory;

import io.sluice.server.crm.NameKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers what keeps territories from being: each is held against those there are and those before it. */
final class TerritoryCheck {

  /** More than these are not spelt out. */
  private static final int TOLD = 10;

  private final Map<Long, String> present;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> zipCodes = new HashMap<>();
  private final Map<String, List<String>> problems = new TreeMap<>();

  TerritoryCheck(Collection<Territory> present) {
    this.present = present.stream().collect(Collectors.toMap(Territory::id, Territory::name));
    present.forEach(territory -> names.put(NameKey.of(territory.name()), territory.name()));
  }

  /**
   * @param place what its fields begin with in the body
   * @param holders by zip code, the territory that has it already
   * @param foreign those of its user accesses that are none of the company
   */
  void add(String place, NewTerritory territory, Map<String, Long> holders, List<Long> foreign) {
    if (names.putIfAbsent(NameKey.of(territory.name()), territory.name()) != null) {
      problem(place + "name", "has already been taken");
    }
    List<String> taken = new ArrayList<>();
    for (String code : territory.zipCodes()) {
      Long holder = holders.get(code);
      if (holder != null) {
        taken.add(code + " is in the territory " + present.get(holder) + " already");
      } else if (zipCodes.containsKey(code)) {
        taken.add(code + " is in " + zipCodes.get(code) + " too");
      } else {
        zipCodes.put(code, territory.name());
      }
    }
    taken.stream().limit(TOLD).forEach(sentence -> problem(place + "zip_codes", sentence));
    if (taken.size() > TOLD) {
      problem(place + "zip_codes", "and " + (taken.size() - TOLD) + " more");
    }
    if (!foreign.isEmpty()) {
      problem(place + "user_access_ids", "names what is no access in this company: "
          + foreign.stream().limit(TOLD).map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** Place in the body → sentences. */
  Map<String, List<String>> problems() {
    return problems;
  }

  private void problem(String place, String sentence) {
    problems.computeIfAbsent(place, _ -> new ArrayList<>()).add(sentence);
  }
}
