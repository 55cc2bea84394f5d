/** Rules: what is asked of a lead's variables, and why the answer is no (exchange 6). */
@NullMarked
package io.sluice.engine.rule;

import org.jspecify.annotations.NullMarked;
