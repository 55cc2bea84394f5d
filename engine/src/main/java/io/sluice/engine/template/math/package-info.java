/** The language of the helper {@code math} (exchange 7). */
@NullMarked
package io.sluice.engine.template.math;

import org.jspecify.annotations.NullMarked;
