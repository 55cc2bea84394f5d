/** Where somebody lives: street, state, postal code. */
@NullMarked
package io.sluice.engine.type.place;

import org.jspecify.annotations.NullMarked;
