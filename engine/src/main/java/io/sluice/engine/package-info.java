/** What a flow means. Pure Java: no framework, no I/O, no clock but the one passed in. */
@NullMarked
package io.sluice.engine;

import org.jspecify.annotations.NullMarked;
