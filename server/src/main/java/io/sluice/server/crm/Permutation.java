package io.sluice.server.crm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A new order names everything that has one, and nothing twice (crm 2.14). */
public final class Permutation {

  private Permutation() {}

  /** What is wrong with an order, to be read after the field that holds it. */
  public static List<String> problems(Collection<Long> present, List<Long> wanted) {
    List<String> problems = new ArrayList<>();
    Set<Long> once = new LinkedHashSet<>();
    Set<Long> twice = wanted.stream().filter(id -> !once.add(id)).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<Long> missing = new LinkedHashSet<>(present);
    missing.removeAll(once);
    once.removeAll(Set.copyOf(present));
    tell(problems, "must name everything in the order, but lacks ", missing);
    tell(problems, "must not name what is not in the order: ", once);
    tell(problems, "must not name anything twice: ", twice);
    return problems;
  }

  private static void tell(List<String> problems, String sentence, Set<Long> ids) {
    if (!ids.isEmpty()) {
      problems.add(sentence + ids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }
}
