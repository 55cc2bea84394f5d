package io.sluice.server.delivery;

import io.sluice.server.delivery.door.HttpTransaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a delivery.
 *
 * @param event {@code outcome}, usually {@code reason} and {@code price}, and whatever else the recipient said: all of
 *     it is appended under the step's key (exchange 3.5). A recipient's own word may stand as {@code outcome}
 * @param transactions in order, with the requests that were never answered
 */
public record Delivered(Map<String, @Nullable Object> event, List<HttpTransaction> transactions) {

  public static Delivered error(String reason, List<HttpTransaction> transactions) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", "error");
    event.put("reason", reason);
    return new Delivered(event, transactions);
  }
}
