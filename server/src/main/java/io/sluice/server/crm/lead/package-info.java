/** A company's leads: made, found, counted, moved and handed out (crm 2.16). */
@NullMarked
package io.sluice.server.crm.lead;

import org.jspecify.annotations.NullMarked;
