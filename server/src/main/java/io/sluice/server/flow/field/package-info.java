/** Fields: what a flow can collect (exchange 10). */
@NullMarked
package io.sluice.server.flow.field;

import org.jspecify.annotations.NullMarked;
