/** Memberships: the plans there are, and which one a company is on (crm 2.7, 2.8). */
@NullMarked
package io.sluice.server.crm.membership;

import org.jspecify.annotations.NullMarked;
