/** Deliveries that a step configures from the ground up: what is sent, and how the answer is read (exchange 14.3). */
@NullMarked
package io.sluice.server.delivery.custom;

import org.jspecify.annotations.NullMarked;
