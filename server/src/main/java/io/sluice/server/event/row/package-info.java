/** Leads and their events as rows: what is kept of them, in which words, and what of it is masked. */
@NamedInterface("row")
@NullMarked
package io.sluice.server.event.row;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
