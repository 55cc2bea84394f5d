package io.sluice.server.delivery;

/**
 * A family of modules, named by the first part of their ids.
 *
 * @param id such as {@code leadconduit-default}
 * @param name for people
 * @param provider whose protocol its modules speak
 * @param description one sentence
 */
public record IntegrationPackage(String id, String name, String provider, String description) {

  /** The exchange's own way to submit a lead, and to deliver one to where it is submitted so. */
  public static final IntegrationPackage STANDARD = new IntegrationPackage("leadconduit-default", "Standard",
      "Sluice", "Leads as forms, queries, JSON or XML, in and out");

  /** The standard way with other answers, and what is said of a lead once it is sold. */
  public static final IntegrationPackage VARIANTS = new IntegrationPackage("leadconduit-standard", "Variants",
      "Sluice", "The standard way in, with other answers, and feedback, in and out");

  /** To whoever takes a lead as JSON. */
  public static final IntegrationPackage WEBHOOKS = new IntegrationPackage("sluice-webhook", "Webhooks", "Sluice",
      "Leads as JSON, to any address: what destinations are delivered by");

  /** From account to account within the exchange. */
  public static final IntegrationPackage ACCOUNTS = new IntegrationPackage("leadconduit-integration-leadconduit",
      "Accounts", "Sluice",
      "Sells leads to the flows of accounts on this exchange, and tells their sellers what became of them");
}
