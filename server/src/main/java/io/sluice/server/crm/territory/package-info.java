/** Who works which area, by zip code (crm 2.20). */
@NullMarked
package io.sluice.server.crm.territory;

import org.jspecify.annotations.NullMarked;
