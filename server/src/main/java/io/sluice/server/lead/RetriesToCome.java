package io.sluice.server.lead;

import io.sluice.server.delivery.KeptDeliveries;
import io.sluice.server.delivery.RetrySchedule;
import io.sluice.server.event.log.RetryRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.event.row.Masking;
import io.sluice.server.vault.Sealed;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What a lead's end leaves to be delivered again (exchange 14.4): written with the end, so that none is lost. */
@Component
final class RetriesToCome {

  private static final Logger LOG = LoggerFactory.getLogger(RetriesToCome.class);

  private final KeptDeliveries deliveries;
  private final Clock clock;

  RetriesToCome(KeptDeliveries deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  List<RetryRow> of(LeadRow lead, List<FailedCall> failed, Masking masking) {
    if (failed.isEmpty()) {
      return List.of();
    }
    try {
      List<RetryRow> rows = new ArrayList<>(failed.size());
      failed.forEach(call -> rows.add(row(lead, call, masking)));
      return rows;
    } catch (UncheckedIOException noKey) {
      // The lead was answered to nobody yet: better that it ends without being delivered again than not at all.
      LOG.error("deliveries of lead {} cannot be tried again", lead.id(), noKey);
      return List.of();
    }
  }

  private RetryRow row(LeadRow lead, FailedCall call, Masking masking) {
    Instant now = clock.instant();
    Sealed sealed = deliveries.seal(lead.account(), call.event(), call.delivery());
    return new RetryRow(lead.account(), call.event(), lead.id(), lead.flow(), call.stepId(),
        call.recipient().orElse(null), call.moduleId(), call.idempotencyKey(),
        now.plus(RetrySchedule.wait(0, ThreadLocalRandom.current())), masking.orNull(call.reason()), sealed.text(),
        sealed.keyId(), now);
  }
}
