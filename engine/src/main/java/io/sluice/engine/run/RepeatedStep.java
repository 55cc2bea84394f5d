package io.sluice.engine.run;

import io.sluice.engine.run.CompiledStep.CompiledRecipient;
import io.sluice.engine.template.Vars;
import java.util.List;

/** A recipient step whose delivery is tried again after the lead's end (exchange 14.4). */
public final class RepeatedStep {

  private final CompiledRecipient recipient;

  RepeatedStep(CompiledRecipient recipient) {
    this.recipient = recipient;
  }

  public boolean isEnabled() {
    return recipient.definition().isEnabled();
  }

  /** Whether deliveries that end in an error are to be tried again. */
  public boolean isRetried() {
    return recipient.definition().isRetried();
  }

  /** The step's caps below which this delivery counts, with those nested in them. */
  public List<CompiledCap> caps(Vars vars) {
    return CompiledCap.matching(recipient.caps(), vars);
  }
}
