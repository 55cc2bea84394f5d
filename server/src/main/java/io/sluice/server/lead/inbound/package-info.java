/** What a sender says and what it is told, as the inbound module of its source speaks; no lead is run here. */
@NamedInterface("inbound")
@NullMarked
package io.sluice.server.lead.inbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
