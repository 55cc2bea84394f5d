/** Delivery to whatever takes leads as this exchange does (exchange 14.2). */
@NullMarked
package io.sluice.server.delivery.standard;

import org.jspecify.annotations.NullMarked;
