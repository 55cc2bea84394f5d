/** Who opened whose submission documents (exchange 17). */
@NullMarked
package io.sluice.server.submission.access;

import org.jspecify.annotations.NullMarked;
