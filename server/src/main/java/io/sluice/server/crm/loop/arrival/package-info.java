/** Leads that come into companies from the account's flows: the module sluice-crm.outbound. */
@NullMarked
package io.sluice.server.crm.loop.arrival;

import org.jspecify.annotations.NullMarked;
