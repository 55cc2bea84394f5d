package io.sluice.server.crm.loop.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A timeline as both surfaces answer it. */
record TimelineJson(List<MomentJson> timeline) {

  record MomentJson(
      Instant at, String kind, String company, String text, @Nullable String outcome, @Nullable String reason,
      @Nullable String by) {}

  static TimelineJson of(List<Moment> moments) {
    return new TimelineJson(moments.stream()
        .map(moment -> new MomentJson(moment.at(), moment.kind().word(), moment.account(), moment.text(),
            moment.outcome(), moment.reason(), moment.by()))
        .toList());
  }
}
