/** What leaves the exchange: integration modules, deliveries and what became of them. */
@NullMarked
package io.sluice.server.delivery;

import org.jspecify.annotations.NullMarked;
