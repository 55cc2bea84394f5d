package io.sluice.server.crm.lead;

/** To whom a new lead goes. */
public sealed interface Assignment {

  /** Wherever the company's territories and sources send it (crm 2.16). */
  record Routed() implements Assignment {}

  /** To nobody, whatever they say. */
  record Unassigned() implements Assignment {}

  /** @param userAccess the number of a {@code user_access} of the company */
  record To(long userAccess) implements Assignment {}
}
