/** Who a lead is: as it is told, compared and searched for (crm 2.16). */
@NullMarked
package io.sluice.server.crm.lead.contact;

import org.jspecify.annotations.NullMarked;
