/** Patterns that people write: regular expressions and globs, bounded in size and in work. */
@NullMarked
package io.sluice.engine.template.pattern;

import org.jspecify.annotations.NullMarked;
