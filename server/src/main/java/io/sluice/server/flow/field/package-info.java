/** Fields: what a flow can collect (exchange 10). */
@NamedInterface("field")
@NullMarked
package io.sluice.server.flow.field;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
