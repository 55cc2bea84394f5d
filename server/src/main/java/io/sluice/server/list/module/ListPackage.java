package io.sluice.server.list.module;

import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import java.util.ArrayList;
import java.util.List;

/** What the list modules have in common for those who choose one. */
final class ListPackage {

  static final IntegrationPackage LISTS = new IntegrationPackage("leadconduit-suppressionlist", "Suppression lists",
      "Sluice", "Asks lists of duplicates, customers and do-not-call numbers, and keeps them");

  static final String BAD_LOOKBACK = "lookback must be a whole number of years, months, weeks, days, hours or minutes";

  static final Variable LIST_NAMES = Variable.required(
      "list_names", "Lists", "string", "Names of lists, with commas between them", "Do not call");
  static final Variable LIST_NAME = Variable.required("list_name", "List", "string", "The name of a list", "Duplicates");
  static final Variable VALUE = Variable.required(
      "value", "Value", "string", "The phone number, address or other value that is looked for", "5125550142");
  static final Variable VALUES = Variable.required(
      "values", "Values", "string", "Phone numbers, addresses or other values, with commas between them", "5125550142");
  static final Variable LOOKBACK_VALUE = Variable.optional(
      "lookback.value", "Look back", "number", "Values that were added longer ago do not count", "30");
  static final Variable LOOKBACK_INTERVAL = Variable.optional(
      "lookback.interval", "Look back in", "string", "year, month, week, day, hour or minute", "day");

  private static final Variable CREDENTIAL = Variable.optional(Delivery.CREDENTIAL_ID, "Credential", "string",
      "The id of a credential for another list service, which is then asked instead of the lists kept here");
  private static final Variable URL = Variable.optional("url", "Address of another list service", "url",
      "Where it answers as SuppressionList does", ListRequests.SUPPRESSIONLIST);

  private ListPackage() {}

  static IntegrationMetadata module(
      String name, String description, List<Variable> requestVariables, List<Variable> responseVariables) {
    List<Variable> all = new ArrayList<>(requestVariables);
    all.add(CREDENTIAL);
    all.add(URL);
    return new IntegrationMetadata(LISTS, Direction.OUTBOUND, name, description, all, responseVariables);
  }

  /** @param within empty, or the name of what they stand in, with a dot behind it */
  static List<Variable> queried(String within) {
    String action = within + "query_item.";
    return List.of(
        Variable.optional(action + "outcome", "Outcome", "string", "Whether it could be asked", "success"),
        Variable.optional(action + "reason", "Reason", "string", "Why not"),
        Variable.optional(action + "found", "Found", "boolean", "Whether the value is on a list", "true"),
        Variable.optional(action + "found_in", "Found in", "array", "The lists it is on"),
        Variable.optional(action + "added_at", "Added at", "time", "When it was added there last"),
        Variable.optional(action + "duration", "Duration", "number", "How many seconds it took", "0.000812"));
  }

  static List<Variable> added(String within) {
    String action = within + "add_item.";
    return List.of(
        Variable.optional(action + "outcome", "Outcome", "string", "Whether it could be done", "success"),
        Variable.optional(action + "reason", "Reason", "string", "Why not"),
        Variable.optional(action + "accepted", "Accepted", "number", "How many values were added", "1"),
        Variable.optional(action + "rejected", "Rejected", "number", "How many were not", "0"));
  }
}
