/** What brings leads in (crm 2.13). */
@NullMarked
package io.sluice.server.crm.campaign;

import org.jspecify.annotations.NullMarked;
