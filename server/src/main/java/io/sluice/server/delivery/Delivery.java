package io.sluice.server.delivery;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One lead on its way to one recipient.
 *
 * @param vars see {@link Integration}
 * @param idempotencyKey the same for every attempt of this delivery, also after a restart; printable ASCII
 * @param origin empty for a delivery that comes from no flow, as when settings are tried out
 * @param credential the one the step maps as {@value #CREDENTIAL_ID}; empty when it maps none
 */
public record Delivery(
    Map<String, ? extends @Nullable Object> vars, String idempotencyKey, Optional<Origin> origin,
    Optional<OpenedCredential> credential) {

  /** The property by which a step names a credential. */
  public static final String CREDENTIAL_ID = "credential_id";

  public Delivery(Map<String, ? extends @Nullable Object> vars, String idempotencyKey) {
    this(vars, idempotencyKey, Optional.empty(), Optional.empty());
  }

  /**
   * Where the lead comes from.
   *
   * @param account who owns the flow
   * @param recipient the entity of the step
   * @param event the recipient event of this delivery
   * @param mapped what the step itself maps, without what else is known
   * @param hops how many buyer steps lie behind the lead (exchange 4.10)
   * @param attempt 0, or which further try of the delivery this is (exchange 14.4)
   * @param repeated whether this very attempt was begun before a crash, and nobody knows how far it got
   */
  public record Origin(
      AccountId account,
      Optional<EntityId> recipient,
      LeadId lead,
      EventId event,
      Map<String, @Nullable Object> mapped,
      int hops,
      int attempt,
      boolean repeated) {}

  public static final int MAX_TIMEOUT_SECONDS = 360;

  /** The mapped {@code timeout_seconds} within 1 to 360; 360 when it is missing or no number (exchange 3.5). */
  public Duration timeout() {
    var mapped = vars.get("timeout_seconds");
    double seconds = switch (mapped instanceof TypedValue typed ? typed.value() : mapped) {
      case Number number -> number.doubleValue();
      case String text -> number(text);
      case null, default -> Double.NaN;
    };
    double clamped = Double.isNaN(seconds) ? MAX_TIMEOUT_SECONDS : Math.clamp(seconds, 1, MAX_TIMEOUT_SECONDS);
    return Duration.ofMillis(Math.round(clamped * 1000));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(Values.text(text).strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN; // means the longest time, as for every other non-number
    }
  }
}
