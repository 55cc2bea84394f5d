package io.sluice.server.delivery;

import io.sluice.server.delivery.door.OutboundDoor;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to deliver a lead, or to ask somebody about it, as recipient steps name it by module id (exchange 3.5).
 *
 * <p>{@code vars} are the step's variables as mapped: a modifiable or unmodifiable map of texts, numbers, booleans,
 * {@link io.sluice.engine.type.TypedValue}s, nulls, lists and maps of these. A module must not change them.
 */
public interface Integration extends IntegrationModule {

  /** Why the step is to be skipped; empty when the lead can be delivered. Makes no call. */
  Optional<String> validate(Map<String, ? extends @Nullable Object> vars);

  /**
   * Whether a delivery that was begun before a crash may be sent again under its key, because the recipient then takes
   * it once. Where it may not, the step ends as {@code error} (decision 0043).
   */
  default boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return false;
  }

  /**
   * Whether a delivery that ended in an error may be made once more where its step says so (exchange 14.4). One that was
   * half made may meet what it left itself.
   *
   * @param answered as of {@link Delivered#event()}, without outcome, reason and price
   */
  default boolean isRetryable(Map<String, ? extends @Nullable Object> answered) {
    return true;
  }

  /**
   * Delivers, blocking for at most {@link Delivery#timeout()}. Anything that goes wrong is an outcome; an exception is
   * a bug. Called outside of any transaction, on a virtual thread.
   *
   * @throws NotYetDelivered when it is to be made again without anybody being told
   */
  Delivered deliver(Delivery delivery, OutboundDoor door);
}
