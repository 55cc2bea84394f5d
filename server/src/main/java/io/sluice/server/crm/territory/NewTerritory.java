package io.sluice.server.crm.territory;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A territory as it shall be, each zip code and each colleague once. */
record NewTerritory(String name, @Nullable String state, SortedSet<String> zipCodes, Set<Long> userAccesses) {

  static NewTerritory of(
      String name, @Nullable String state, Collection<String> zipCodes, Collection<Long> userAccesses) {
    return new NewTerritory(
        name.strip(),
        state == null || state.isBlank() ? null : state.strip(),
        Collections.unmodifiableSortedSet(
            zipCodes.stream().map(ZipCodes::kept).collect(Collectors.toCollection(TreeSet::new))),
        Set.copyOf(userAccesses));
  }
}
