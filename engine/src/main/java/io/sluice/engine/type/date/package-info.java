/** Days, dates of birth and moments, in the ways people write them. */
@NullMarked
package io.sluice.engine.type.date;

import org.jspecify.annotations.NullMarked;
