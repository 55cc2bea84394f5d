/** Changelogs: what was changed, by whom, and how it stood afterwards (exchange 17). */
@NullMarked
package io.sluice.server.changelog;

import org.jspecify.annotations.NullMarked;
