/** To whom new leads go (crm 2.16). */
@NullMarked
package io.sluice.server.crm.lead.route;

import org.jspecify.annotations.NullMarked;
