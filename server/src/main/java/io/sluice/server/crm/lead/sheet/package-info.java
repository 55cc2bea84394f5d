/** A lead with all that belongs to it, as it is written and shown (crm 2.16). */
@NullMarked
package io.sluice.server.crm.lead.sheet;

import org.jspecify.annotations.NullMarked;
