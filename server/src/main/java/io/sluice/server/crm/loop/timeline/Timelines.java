package io.sluice.server.crm.loop.timeline;

import io.sluice.server.account.Accounts;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.loop.timeline.Moment.Kind;
import io.sluice.server.entity.Entity;
import io.sluice.server.event.LeadEvents;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.StoredEvent;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * One timeline of a lead, from submission to close. Each side sees all of its own, and of the partner it deals with what
 * the two share: when the lead was submitted, that it came into the buyer's CRM, and which stages it went through there
 * (decision 0124). Prices, people, notes and reasons stay where they are.
 */
@Component
class Timelines {

  private final LeadEvents events;
  private final PastDeliveries deliveries;
  private final EventMoments moments;
  private final CrmMoments crm;
  private final Accounts accounts;

  Timelines(LeadEvents events, PastDeliveries deliveries, EventMoments moments, CrmMoments crm, Accounts accounts) {
    this.events = events;
    this.deliveries = deliveries;
    this.moments = moments;
    this.crm = crm;
    this.accounts = accounts;
  }

  /** Empty when the account has no such lead, or keeps nothing of it any more. */
  Optional<List<Moment>> ofExchange(AccountId account, String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (!ObjectIds.valid(lower)) {
      return Optional.empty();
    }
    LeadId lead = LeadId.of(lower);
    List<StoredEvent> own = events.of(account, lead);
    return own.isEmpty() ? Optional.empty() : Optional.of(ordered(
        Stream.concat(ofExchange(account, lead, own).stream(), crm.shared(account, name(account), lead).stream())));
  }

  /** Of a lead in the CRM: with everything its company knows of it. */
  List<Moment> ofCrm(Lead lead) {
    List<Moment> known = new ArrayList<>(crm.whole(lead, name(lead.account())));
    Lead.Exchange exchange = lead.exchange();
    if (exchange != null) {
      LeadId sold = LeadId.of(exchange.lead());
      known.addAll(ofExchange(lead.account(), sold, events.of(lead.account(), sold)));
    }
    return ordered(known.stream());
  }

  private List<Moment> ofExchange(AccountId account, LeadId lead, List<StoredEvent> own) {
    List<Moment> all = new ArrayList<>();
    deliveries.soldBy(account, lead).flatMap(deliveries::find).ifPresent(sale -> all.add(Moment.of(
        sale.receivedAt(), Kind.SUBMISSION, name(sale.account()), "Submitted to " + name(sale.account()))));
    String name = name(account);
    own.forEach(event -> all.addAll(moments.of(account, name, event)));
    own.forEach(event -> buyers(account, event).ifPresent(
        bought -> all.addAll(crm.shared(bought.account(), name(bought.account()), bought.lead()))));
    return all;
  }

  private record Bought(AccountId account, LeadId lead) {}

  /** What became of a sale at the buyer, if it was this event that sold it. */
  private Optional<Bought> buyers(AccountId account, StoredEvent event) {
    String recipient = event.recipient();
    String appended = event.appended();
    if (!Entity.TO_BUYER.equals(event.moduleId()) || recipient == null || appended == null) {
      return Optional.empty();
    }
    Object told = VarsJson.read(appended).get("lead") instanceof Map<?, ?> lead ? lead.get("id") : null;
    if (!(told instanceof String id) || !ObjectIds.valid(id)) {
      return Optional.empty();
    }
    Bought bought = new Bought(AccountId.of(recipient), LeadId.of(id));
    Optional<EventId> sale = deliveries.soldBy(bought.account(), bought.lead());
    return sale.filter(event.id()::equals).map(_ -> bought);
  }

  private String name(AccountId account) {
    return accounts.find(account).map(found -> found.name()).orElse("");
  }

  /** What happened at one moment is told in the order in which one thing leads to another. */
  private static List<Moment> ordered(Stream<Moment> moments) {
    return moments.sorted(Comparator.comparing(Moment::at).thenComparing(Moment::kind)).toList();
  }
}
