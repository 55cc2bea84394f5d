package io.sluice.server.crm.question;

import io.sluice.server.crm.NameKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options after what a client wants of them (crm 2.14): those it names by their id are changed or destroyed, those
 * without are added, and those it does not name stay.
 */
final class OptionEdit {

  static final int FEWEST = 2;
  static final int MOST = 100;

  /**
   * An option that is to be kept.
   *
   * @param id absent: it is new
   * @param copiedFrom of a campaign's: the company's option it began as, by whose id it may be named too
   */
  record Kept(@Nullable Long id, @Nullable Long copiedFrom, String name, int position, boolean active) {}

  /**
   * An option that goes.
   *
   * @param id absent: it is a copy that was never kept
   * @param place where in the body that is said
   */
  record Gone(@Nullable Long id, @Nullable Long copiedFrom, String place) {}

  private record Placed(Kept option, int position, boolean asked) {}

  private final List<Kept> before;
  private final String path;
  private final List<Kept> after = new ArrayList<>();
  private final List<Gone> gone = new ArrayList<>();
  private final Map<String, List<String>> problems = new HashMap<>();

  private OptionEdit(List<Kept> before, String path) {
    this.before = before;
    this.path = path;
  }

  /** @param path where the client's wishes stand in its body, such as {@code options_attributes} */
  static OptionEdit of(List<Kept> before, List<OptionWanted> wanted, String path) {
    OptionEdit edit = new OptionEdit(before, path);
    edit.apply(wanted);
    return edit;
  }

  /** In their order, numbered from 1 on. */
  List<Kept> after() {
    return List.copyOf(after);
  }

  List<Gone> gone() {
    return List.copyOf(gone);
  }

  /** Place in the body → sentences; empty when it may be. */
  Map<String, List<String>> problems() {
    return Map.copyOf(problems);
  }

  private void apply(List<OptionWanted> wanted) {
    List<@Nullable Placed> placed = new ArrayList<>();
    before.forEach(option -> placed.add(new Placed(option, option.position(), false)));
    Set<Integer> named = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      OptionWanted option = wanted.get(i);
      String place = path + "[" + i + "]";
      if (option.id() == null) {
        added(option, place, placed);
        continue;
      }
      int index = indexOf(option.id());
      if (index < 0) {
        problem(place + ".id", "is no option of this question");
      } else if (!named.add(index)) {
        problem(place + ".id", "must not be named twice");
      } else if (option.destroyed()) {
        placed.set(index, null);
        gone.add(new Gone(before.get(index).id(), before.get(index).copiedFrom(), place + "._destroy"));
      } else {
        placed.set(index, changed(before.get(index), option));
      }
    }
    number(placed);
    hold(wanted);
  }

  private void added(OptionWanted option, String place, List<@Nullable Placed> placed) {
    if (option.destroyed()) {
      problem(place + ".id", "is required to destroy an option");
    } else if (option.name() == null) {
      problem(place + ".name", "is required");
    } else {
      boolean asked = option.position() != null;
      placed.add(new Placed(
          new Kept(null, null, option.name().strip(), 0, option.active() == null || option.active()),
          asked ? option.position() : Integer.MAX_VALUE, asked));
    }
  }

  private static Placed changed(Kept old, OptionWanted option) {
    boolean asked = option.position() != null;
    return new Placed(
        new Kept(old.id(), old.copiedFrom(), option.name() == null ? old.name() : option.name().strip(),
            old.position(), option.active() == null ? old.active() : option.active()),
        asked ? option.position() : old.position(), asked);
  }

  /** Whoever was asked to a place goes before whoever was there. */
  private void number(List<@Nullable Placed> placed) {
    List<Placed> order = new ArrayList<>();
    for (Placed option : placed) {
      if (option != null) {
        order.add(option);
      }
    }
    order.sort(Comparator.comparingInt(Placed::position).thenComparing(option -> !option.asked()));
    for (Placed option : order) {
      Kept kept = option.option();
      after.add(new Kept(kept.id(), kept.copiedFrom(), kept.name(), after.size() + 1, kept.active()));
    }
  }

  private void hold(List<OptionWanted> wanted) {
    if (after.size() < FEWEST) {
      problem(path, "must leave at least " + FEWEST + " options");
    }
    if (after.size() > MOST) {
      problem(path, "must leave at most " + MOST + " options");
    }
    Set<String> keys = new HashSet<>();
    Set<String> twice = new HashSet<>();
    after.stream().map(option -> NameKey.of(option.name())).filter(key -> !keys.add(key)).forEach(twice::add);
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      if (name != null && twice.contains(NameKey.of(name))) {
        problem(path + "[" + i + "].name", "has already been taken");
      }
    }
  }

  private int indexOf(long id) {
    for (int i = 0; i < before.size(); i++) {
      Kept option = before.get(i);
      if (option.id() != null && option.id() == id || option.copiedFrom() != null && option.copiedFrom() == id) {
        return i;
      }
    }
    return -1;
  }

  private void problem(String place, String sentence) {
    problems.computeIfAbsent(place, _ -> new ArrayList<>()).add(sentence);
  }
}
