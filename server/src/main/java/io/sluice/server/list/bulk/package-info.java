/** Many values at a time: files in, files out. */
@NullMarked
package io.sluice.server.list.bulk;

import org.jspecify.annotations.NullMarked;
