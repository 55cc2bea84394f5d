/** A company's working periods, which it may do without (crm 2.15). */
@NullMarked
package io.sluice.server.crm.cycle;

import org.jspecify.annotations.NullMarked;
