/** Numbers and ranges of them, read and printed as the contract's cases show. */
@NullMarked
package io.sluice.engine.type.number;

import org.jspecify.annotations.NullMarked;
