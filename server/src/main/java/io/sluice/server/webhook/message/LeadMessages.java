package io.sluice.server.webhook.message;

import io.sluice.server.event.follow.EndedLead;
import io.sluice.server.event.follow.LeadEnd;
import io.sluice.server.event.follow.LeadEnds;
import io.sluice.server.event.follow.LeadFollower;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what became of leads, off the hot path and without missing one (decision 0087). */
@Component
class LeadMessages implements LeadFollower {

  private static final String FAMILY = "lead";

  record Lead(LeadId id) {}

  record Flow(FlowId id, String name) {}

  record Source(EntityId id, String name) {}

  record LeadData(
      Lead lead,
      Flow flow,
      Source source,
      EventId eventId,
      String outcome,
      @Nullable String reason,
      BigDecimal price,
      Instant receivedAt,
      Instant endedAt) {}

  private final WebhookEndpoints endpoints;
  private final LeadEnds ends;
  private final Messages messages;

  LeadMessages(WebhookEndpoints endpoints, LeadEnds ends, Messages messages) {
    this.endpoints = endpoints;
    this.ends = ends;
    this.messages = messages;
  }

  @Override
  public void take(AccountId account, List<EndedLead> leads) {
    if (!endpoints.anyListenTo(account, FAMILY)) {
      return;
    }
    Map<LeadId, LeadEnd> known = ends.of(account, leads.stream().map(EndedLead::id).toList());
    List<News> news = new ArrayList<>(leads.size());
    for (EndedLead lead : leads) {
      LeadEnd end = known.get(lead.id());
      if (end != null) {
        news.add(new News(FAMILY + "." + end.outcome(), end.endedAt(), new LeadData(new Lead(lead.id()),
            new Flow(lead.flow(), lead.name("flow")), new Source(lead.source(), lead.name("source")), end.event(),
            end.outcome(), end.reason(), end.price() == null ? BigDecimal.ZERO : end.price(), lead.receivedAt(),
            end.endedAt())));
      }
    }
    messages.tell(account, news);
  }
}
