/** Where leads come from, in an order, and whose they are (crm 2.18). */
@NullMarked
package io.sluice.server.crm.source;

import org.jspecify.annotations.NullMarked;
