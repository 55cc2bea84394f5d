/** The run of one submission or ping through a flow (exchange 3.4, 3.5, 3.7). */
@NullMarked
package io.sluice.engine.run;

import org.jspecify.annotations.NullMarked;
