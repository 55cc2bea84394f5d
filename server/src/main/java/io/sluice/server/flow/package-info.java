/** Flows: how they are written, saved, deployed and opened for leads (exchange 5). */
@NullMarked
package io.sluice.server.flow;

import org.jspecify.annotations.NullMarked;
