/** Field types: what a submitted value means, which parts it has, how it prints, masks and reduces (exchange 9). */
@NullMarked
package io.sluice.engine.type;

import org.jspecify.annotations.NullMarked;
