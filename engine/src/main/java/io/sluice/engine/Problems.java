package io.sluice.engine;

import java.util.ArrayList;
import java.util.List;

/** Gathers every problem of a definition, so that all of them are reported at once. Not safe for use by two threads. */
public final class Problems {

  private final List<Problem> found = new ArrayList<>();

  public void add(String path, String sentence) {
    found.add(new Problem(path, sentence));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order found. */
  public List<Problem> list() {
    return List.copyOf(found);
  }
}
