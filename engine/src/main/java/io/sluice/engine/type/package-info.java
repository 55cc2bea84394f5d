/**
 * Field types: what a submitted value means, which parts it has, how it prints, masks and reduces (exchange 9). {@link
 * FieldTypes} is the table of them; the readers it names lie in the packages below, which nothing outside may use.
 */
@NullMarked
package io.sluice.engine.type;

import org.jspecify.annotations.NullMarked;
