/** Leads on their way: what a node must leave behind so that another can end what it began. */
@NamedInterface("journal")
@NullMarked
package io.sluice.server.event.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
