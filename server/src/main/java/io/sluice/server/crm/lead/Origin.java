package io.sluice.server.crm.lead;

import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;

/** How a lead came into the CRM. */
public sealed interface Origin {

  /** Through the API, by whom it may be. */
  record Typed() implements Origin {}

  /** With many others, from a file. */
  record Imported() implements Origin {}

  /**
   * Over the exchange.
   *
   * @param event the delivery it came by, to which feedback goes back
   */
  record Sold(LeadId lead, EventId event) implements Origin {}
}
