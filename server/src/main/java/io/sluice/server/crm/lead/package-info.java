/** A company's leads: made, changed and found (crm 2.16). What else there is about them has rooms of its own below. */
@NullMarked
package io.sluice.server.crm.lead;

import org.jspecify.annotations.NullMarked;
