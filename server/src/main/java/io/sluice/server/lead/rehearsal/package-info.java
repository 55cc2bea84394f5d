/** Leads run as they would be, without a trace: nobody is called, nothing is counted, listed or kept. */
@NamedInterface("rehearsal")
@NullMarked
package io.sluice.server.lead.rehearsal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
