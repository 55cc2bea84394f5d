package io.sluice.server.event;

import io.sluice.server.event.row.LaterRows;
import io.sluice.server.kernel.AccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recipient event, as what comes after it needs it: feedback (exchange 13) and further tries (14.4).
 *
 * @param key under which what the recipient answered is found; null where nothing was
 * @param receivedAt when the lead came
 * @param vars all that was known of the lead by now, masked; the event's own {@code recipient}, {@code price} and
 *     {@code event_id} among it
 */
public record PastDelivery(
    LaterRows.About about,
    String outcome,
    @Nullable String key,
    @Nullable BigDecimal purchasePrice,
    @Nullable BigDecimal salePrice,
    Instant receivedAt,
    Map<String, @Nullable Object> vars) {

  public AccountId account() {
    return about.account();
  }
}
