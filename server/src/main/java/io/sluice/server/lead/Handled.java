package io.sluice.server.lead;

import io.sluice.engine.run.Outcome;
import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.idempotency.KeptAnswer;
import io.sluice.server.lead.inbound.InboundModule;
import io.sluice.server.lead.inbound.TransportRefusal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a sender is told. */
sealed interface Handled {

  /** The lead, or the ping, was handled; @param price US dollars */
  record Done(
      Outcome outcome, @Nullable String reason, BigDecimal price, InboundModule.Written answer) implements Handled {}

  /** It is no submission (exchange 3.2). */
  record Refused(TransportRefusal refusal) implements Handled {}

  /** It is a lead that came before: what its sender was told then. */
  record Again(KeptAnswer answer) implements Handled {}

  record KeyRefused(IdempotencyRefusal refusal) implements Handled {}

  /** Nothing is known of it and it should be sent again. */
  record Unavailable() implements Handled {}
}
