/** Measures of events over time (exchange 12.1, {@code /events/event-metrics}). */
@NullMarked
package io.sluice.server.event.metrics;

import org.jspecify.annotations.NullMarked;
