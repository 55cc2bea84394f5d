/** Mappings: how parameters are made from variables (exchange 5.5). */
@NullMarked
package io.sluice.engine.mapping;

import org.jspecify.annotations.NullMarked;
