/** When leads are met, and by whom (crm 2.19). */
@NullMarked
package io.sluice.server.crm.appointment;

import org.jspecify.annotations.NullMarked;
