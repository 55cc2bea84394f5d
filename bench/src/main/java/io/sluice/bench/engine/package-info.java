/** What the engine costs by itself: types, rules, templates and a whole run, without a server, under JMH. */
@NullMarked
package io.sluice.bench.engine;

import org.jspecify.annotations.NullMarked;
