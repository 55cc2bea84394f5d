/** The list of what leads can come in and go out by (exchange 17, {@code /packages}). */
@NullMarked
package io.sluice.server.delivery.catalog;

import org.jspecify.annotations.NullMarked;
