package io.sluice.server.delivery.call;

import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.OutboundResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request and all that follows from it until there is an answer, or none. */
public sealed interface Exchange {

  /** In order, one for each redirect that was followed and one for the end. */
  List<HttpTransaction> transactions();

  /** @param request the last one, which was answered */
  record Answered(OutboundRequest request, OutboundResponse response, List<HttpTransaction> transactions)
      implements Exchange {}

  record Unanswered(String reason, List<HttpTransaction> transactions) implements Exchange {}

  /** @param timeout for all of it */
  static Exchange of(OutboundRequest first, String idempotencyKey, Duration timeout, OutboundDoor door) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<HttpTransaction> transactions = new ArrayList<>();
    var request = first;
    while (true) {
      var left = transactions.isEmpty() ? timeout : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      switch (door.send(request, idempotencyKey, left)) {
        case OutboundResult.Answered(var response, var transaction) -> {
          transactions.add(transaction);
          Optional<OutboundRequest> onward =
              transactions.size() > Redirect.MAX_REDIRECTS ? Optional.empty() : Redirect.of(request, response);
          if (onward.isEmpty()) {
            return new Answered(request, response, transactions);
          }
          request = onward.get();
        }
        case OutboundResult.Unanswered unanswered -> {
          transactions.add(unanswered.transaction());
          return new Unanswered(unanswered.reason(), transactions);
        }
      }
    }
  }
}
