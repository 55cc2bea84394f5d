/** Why rules came out as they did for one lead, and what would have turned them. */
@NullMarked
package io.sluice.engine.rule.explain;

import org.jspecify.annotations.NullMarked;
