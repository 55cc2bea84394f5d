package io.sluice.server.crm.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A campaign as it shall be. */
record NewCampaign(String name, Campaign.Status status, @Nullable Instant startsAt, @Nullable Instant endsAt) {

  boolean endsBeforeItStarts() {
    return startsAt != null && endsAt != null && !endsAt.isAfter(startsAt);
  }
}
