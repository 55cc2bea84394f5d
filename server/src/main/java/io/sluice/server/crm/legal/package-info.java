/** The terms everybody signs, in their versions (crm 2.10). */
@NullMarked
package io.sluice.server.crm.legal;

import org.jspecify.annotations.NullMarked;
