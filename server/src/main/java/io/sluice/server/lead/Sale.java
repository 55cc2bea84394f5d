package io.sluice.server.lead;

import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;

/**
 * How a lead comes from one account's flow to another's (exchange 4.10).
 *
 * @param hops how many buyer steps lie behind the lead, this one included
 * @param lead the id it is to have at the buyer: the same however often the sale is repeated
 * @param by the seller's recipient event, to which feedback goes back
 */
record Sale(int hops, LeadId lead, EventId by) {}
