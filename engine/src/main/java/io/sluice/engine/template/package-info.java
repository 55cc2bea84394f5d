/** Variables and the templates that read them (exchange 7). */
@NullMarked
package io.sluice.engine.template;

import org.jspecify.annotations.NullMarked;
