package io.sluice.server.lead.inbound;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.lead.inbound.RawSubmission.Kind;

/** What most sources speak: {@code leadconduit-default.inbound} (exchange 3.3). */
public final class StandardInbound implements InboundModule {

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.STANDARD,
      IntegrationMetadata.Direction.INBOUND,
      "Standard",
      "Takes leads as a form, a query, JSON or XML and answers outcome, reason, lead id and price as JSON or XML",
      OutcomeAnswer.SENT,
      OutcomeAnswer.TOLD);

  @Override
  public String moduleId() {
    return "leadconduit-default.inbound";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean pingable() {
    return true;
  }

  @Override
  public Written write(Kind kind, Told told) {
    var said = kind == Kind.PING ? told.asBid() : told;
    return OutcomeAnswer.write(kind, said, OutcomeAnswer.fields(kind, said));
  }
}
