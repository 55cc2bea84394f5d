package io.sluice.server.delivery;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.credential.CredentialRefusal;
import io.sluice.server.delivery.credential.Credentials;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has a delivery made by its module, whatever the module does. */
@Component
public final class Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

  private final Credentials credentials;
  private final OutboundDoor door;

  Carrier(Credentials credentials, OutboundDoor door) {
    this.credentials = credentials;
    this.door = door;
  }

  /** The one that is mapped, if any: looked up anew each time, so that what was deleted is used no more. */
  public Result<Optional<OpenedCredential>, CredentialRefusal> credential(
      AccountId account, Map<String, ? extends @Nullable Object> mapped) {
    String id = Values.text(mapped.get(Delivery.CREDENTIAL_ID)).strip();
    return id.isEmpty() ? Result.done(Optional.empty()) : credentials.open(account, id).map(Optional::of);
  }

  /** What becomes of a delivery without its credential. */
  public static StepAnswer without(CredentialRefusal refusal) {
    return StepAnswer.of(StepOutcome.ERROR, refusal instanceof CredentialRefusal.Unknown
        ? "The credential of this step does not exist any more" : refusal.problem().sentence());
  }

  /** @throws NotYetDelivered where the module does */
  public StepAnswer carry(Integration module, Delivery delivery) {
    try {
      return StepAnswers.of(module.deliver(delivery, door), delivery.credential());
    } catch (NotYetDelivered away) {
      throw away;
    } catch (RuntimeException | Error bug) {
      // The lead must not suffer more than this step for a bug in a module; what else it does is up to its flow.
      LOG.error("{} failed at delivery {}", module.moduleId(), delivery.idempotencyKey(), bug);
      return StepAnswer.of(StepOutcome.ERROR, "The module " + module.moduleId() + " failed");
    }
  }
}
