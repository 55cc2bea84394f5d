/** People in the CRM: making, finding, showing and changing them, and how they sign in (crm 2.1, 2.17). */
@NullMarked
package io.sluice.server.crm.user;

import org.jspecify.annotations.NullMarked;
