/** Prices: what a lead costs and earns (exchange 8). */
@NullMarked
package io.sluice.engine.price;

import org.jspecify.annotations.NullMarked;
