package io.sluice.server.webhook.endpoint;

import java.util.List;
import java.util.Set;

/** What can be told. The contract lists the same words. */
public final class EventTypes {

  /** Sent on request, to whoever asks, whatever its endpoint listens to. */
  public static final String TEST = "webhook.test";

  private static final String FAMILY = ".*";

  private EventTypes() {}

  /** @param wanted types and families such as {@code lead.*}; empty for everything */
  public static boolean match(Set<String> wanted, String type) {
    return wanted.isEmpty() || wanted.contains(type) || wanted.contains(family(type));
  }

  /** Whether any of a family's types may be wanted. @param family such as {@code lead} */
  static boolean mayMatch(Set<String> wanted, String family) {
    return wanted.isEmpty() || wanted.stream().anyMatch(type -> type.startsWith(family + "."));
  }

  /** Without those that another one covers. */
  static List<String> normal(List<String> wanted) {
    return wanted.stream().distinct()
        .filter(type -> type.endsWith(FAMILY) || !wanted.contains(family(type)))
        .sorted().toList();
  }

  private static String family(String type) {
    return type.substring(0, type.indexOf('.')) + FAMILY;
  }
}
