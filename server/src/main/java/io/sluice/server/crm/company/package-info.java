/** Companies and who has access to them. */
@NullMarked
package io.sluice.server.crm.company;

import org.jspecify.annotations.NullMarked;
