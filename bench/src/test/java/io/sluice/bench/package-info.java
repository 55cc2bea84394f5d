/** What the driver must get right for its figures to mean anything. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
