package io.sluice.server.crm;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request wants of a text that may be absent: it is not named and stays, it is null and goes, or it becomes
 * another.
 *
 * @param text absent: it goes
 */
public record Asked(boolean named, @Nullable String text) {

  /** @param node absent: not named, which is another thing than null */
  public static Asked of(@Nullable JsonNode node) {
    return new Asked(node != null, node == null || node.isNull() ? null : node.asString());
  }

  public @Nullable String or(@Nullable String before) {
    return named ? text : before;
  }
}
