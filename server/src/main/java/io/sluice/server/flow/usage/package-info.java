/** What leads bring: which fields have values how often, and every data point there ever was (exchange 5.1, 10). */
@NamedInterface("usage")
@NullMarked
package io.sluice.server.flow.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
