/** The hot path: what a submission or a ping says, what becomes of it, and the answer. */
@NullMarked
package io.sluice.server.lead;

import org.jspecify.annotations.NullMarked;
