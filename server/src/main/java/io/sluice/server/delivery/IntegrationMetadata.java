package io.sluice.server.delivery;

import java.util.List;

/**
 * What people are shown of a module, and what a form for its settings is built from (exchange 17, {@code /packages}).
 *
 * @param name for people
 * @param description one sentence
 * @param requestVariables what a step can map
 * @param responseVariables what comes back under the step's key
 */
public record IntegrationMetadata(
    String name, String description, List<Variable> requestVariables, List<Variable> responseVariables) {

  /** @param type a field type's name, {@code wildcard} for a name that ends in {@code *} */
  public record Variable(String name, String type, boolean required, String description) {}
}
