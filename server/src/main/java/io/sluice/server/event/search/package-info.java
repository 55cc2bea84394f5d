/** Finding leads by what they say (exchange 12.5). */
@NullMarked
package io.sluice.server.event.search;

import org.jspecify.annotations.NullMarked;
