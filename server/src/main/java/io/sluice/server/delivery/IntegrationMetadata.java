package io.sluice.server.delivery;

import java.util.List;

/**
 * What people are shown of a module, and what a form for its settings is built from (exchange 17, {@code /packages}).
 *
 * @param within the package it comes with
 * @param name for people
 * @param description one sentence
 * @param requestVariables what a step can map; for an inbound module, what a sender can send beside the lead
 * @param responseVariables what comes back under the step's key; for an inbound module, what the sender is told
 */
public record IntegrationMetadata(
    IntegrationPackage within,
    Direction direction,
    String name,
    String description,
    List<Variable> requestVariables,
    List<Variable> responseVariables) {

  public enum Direction { INBOUND, OUTBOUND }

  /**
   * @param name a dot path; {@code *} at its end stands for any names
   * @param label for people
   * @param type a field type's name; {@code wildcard} for a name that ends in {@code *}
   * @param examples possible values, in text
   */
  public record Variable(
      String name, String label, String type, boolean required, String description, List<String> examples) {

    public static Variable required(String name, String label, String type, String description, String... examples) {
      return new Variable(name, label, type, true, description, List.of(examples));
    }

    public static Variable optional(String name, String label, String type, String description, String... examples) {
      return new Variable(name, label, type, false, description, List.of(examples));
    }
  }
}
