/** The operators of rules: what each asks of a value, and which values would answer it otherwise (exchange 6.2). */
@NullMarked
package io.sluice.engine.rule.operator;

import org.jspecify.annotations.NullMarked;
