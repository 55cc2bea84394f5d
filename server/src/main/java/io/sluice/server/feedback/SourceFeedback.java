package io.sluice.server.feedback;

import io.sluice.engine.run.CompiledFeedback;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.template.Vars;
import io.sluice.server.delivery.Carrier;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.Integrations;
import io.sluice.server.delivery.MappedVars;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.feedback.Ending.Sent;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the source of a lead what a recipient said of it, by the module its feedback names (exchange 5.5, 13). */
@Component
final class SourceFeedback {

  private final ObjectProvider<Integrations> integrations;
  private final Carrier carrier;
  private final Clock clock;

  /** @param integrations asked for late: one of them hears feedback itself */
  SourceFeedback(ObjectProvider<Integrations> integrations, Carrier carrier, Clock clock) {
    this.integrations = integrations;
    this.carrier = carrier;
    this.clock = clock;
  }

  /** What is to be told, before it is. */
  sealed interface Prepared {

    /**
     * @param vars with what is mapped over all that is known
     * @param credential looked up before anybody counts on a call
     */
    record Ready(Integration module, Map<String, @Nullable Object> mapped, Map<String, @Nullable Object> vars,
        Result<Optional<OpenedCredential>, CredentialRefusal> credential) implements Prepared {}

    record Skipped(String reason) implements Prepared {}
  }

  Prepared prepare(AccountId account, CompiledFeedback source, Vars vars) {
    String broken = source.rules().failure(vars);
    if (broken != null) {
      return new Prepared.Skipped(broken);
    }
    String moduleId = source.integration().moduleId();
    Integration module = integrations.getObject().named(moduleId).orElse(null);
    if (module == null) {
      return new Prepared.Skipped("There is no module " + moduleId + " here");
    }
    Map<String, Object> mapped = new LinkedHashMap<>();
    source.integration().mappings().apply(vars, mapped);
    Map<String, @Nullable Object> all = MappedVars.over(vars.asMap(), mapped);
    return module.validate(all)
        .<Prepared>map(Prepared.Skipped::new)
        .orElseGet(() ->
            new Prepared.Ready(module, new LinkedHashMap<>(mapped), all, carrier.credential(account, mapped)));
  }

  /** @param repeated whether another life began it and nobody knows how far it got */
  Sent send(PastDelivery delivery, OpenFeedback open, CompiledFeedback source, Prepared.Ready ready, boolean repeated) {
    Instant start = clock.instant();
    StepAnswer answer = switch (ready.credential()) {
      case Result.Refused<Optional<OpenedCredential>, CredentialRefusal>(CredentialRefusal refusal) ->
          Carrier.without(refusal);
      case Result.Done<Optional<OpenedCredential>, CredentialRefusal>(Optional<OpenedCredential> credential) ->
          carrier.carry(ready.module(), new Delivery(ready.vars(), open.id() + "-feedback", Optional.of(
              new Delivery.Origin(delivery.account(), Optional.of(delivery.about().source()), delivery.about().lead(),
                  open.onward(), ready.mapped(), open.hops(), 0, repeated)), credential));
    };
    return Sent.of(open.sent(), source, answer, start, clock.instant());
  }
}
