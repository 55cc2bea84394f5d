/** What was written about a lead (crm 2.17). */
@NullMarked
package io.sluice.server.crm.lead.note;

import org.jspecify.annotations.NullMarked;
