package io.sluice.server.crm.loop.arrival;

import io.sluice.server.crm.loop.arrival.LeadArrivals.Arrived;
import io.sluice.server.delivery.Bounded;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.door.OutboundDoor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Delivers a lead of a flow into a company of the flow's own account: in this process, in one short transaction. */
@Component
final class CrmDelivery implements Integration {

  private static final Logger LOG = LoggerFactory.getLogger(CrmDelivery.class);

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      new IntegrationPackage("sluice-crm", "Sluice CRM", "Sluice", "Leads into the companies of this server's own CRM"),
      Direction.OUTBOUND,
      "Sluice CRM",
      "Makes the lead one of a company's, whose people work it here",
      List.of(
          Variable.required(CrmStep.COMPANY_ID, "Company", "number", "The number of a company of the account", "12"),
          Variable.optional(CrmStep.SOURCE, "Source", "string",
              "The name of the company's source, which is made if there is none; the lead's own source unless mapped",
              "Initech"),
          Variable.optional(CrmStep.CAMPAIGN, "Campaign", "string",
              "The name of the company's campaign, which is made if there is none", "Spring"),
          Variable.optional(CrmStep.ON_DUPLICATE, "On a duplicate", "string",
              "Whether a second lead of a person is taken and marked, or fails; taken unless mapped", CrmStep.ACCEPT,
              CrmStep.FAIL),
          Variable.optional("first_name", "First name", "first_name", "The lead's own unless mapped"),
          Variable.optional("last_name", "Last name", "last_name", "The lead's own unless mapped"),
          Variable.optional("email", "E-mail", "email", "The lead's own unless mapped"),
          Variable.optional("phone", "Phone", "phone", "The lead's phone_1 unless mapped, or phone_2 or phone_3"),
          Variable.optional("address", "Address", "street", "The lead's address_1 and address_2 unless mapped"),
          Variable.optional("city", "City", "city", "The lead's own unless mapped"),
          Variable.optional("state", "State", "state", "The lead's own unless mapped"),
          Variable.optional("zip_code", "Zip code", "postal_code", "The lead's postal_code unless mapped"),
          Variable.optional("country", "Country", "string", "The lead's own unless mapped"),
          Variable.optional("answers.*", "Answer", "wildcard",
              "What the lead says to the company's question of that name; the lead's field of that name unless mapped"),
          Variable.optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30")),
      List.of(
          Variable.optional("outcome", "Outcome", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", LeadArrivals.DUPLICATE),
          Variable.optional("reference", "Reference", "string", "The number of the lead in the CRM", "4711"),
          Variable.optional("duplicate", "Duplicate", "boolean", "Whether the company had this person already",
              "false")));

  private final LeadArrivals arrivals;

  CrmDelivery(LeadArrivals arrivals) {
    this.arrivals = arrivals;
  }

  @Override
  public String moduleId() {
    return CrmStep.MODULE_ID;
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return MappedLead.problem(vars);
  }

  /** A delivery's event is the same however often it is made, and makes one lead. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    Delivery.Origin origin = delivery.origin().orElse(null);
    if (origin == null) {
      return Delivered.error("A lead comes into the CRM only from a flow", List.of());
    }
    MappedLead lead = MappedLead.read(delivery.vars());
    return Bounded.within(delivery.timeout(), () -> told(take(origin, lead)));
  }

  private Optional<Arrived> take(Delivery.Origin origin, MappedLead lead) {
    try {
      return Optional.of(arrivals.take(origin.account(), lead, origin.lead(), origin.event()));
    } catch (DuplicateKeyException twice) {
      return arrivals.known(origin.account(), lead.company(), origin.event());
    } catch (DataAccessException | TransactionException away) {
      LOG.warn("lead {} could not be taken into company {}", origin.lead(), lead.company(), away);
      return Optional.empty();
    }
  }

  private static Delivered told(Optional<Arrived> arrived) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    switch (arrived.orElse(null)) {
      case Arrived.Taken(long lead, boolean duplicate) -> {
        event.put("outcome", "success");
        event.put("reference", Long.toString(lead));
        event.put("duplicate", duplicate);
      }
      case Arrived.Refused(String why) -> {
        event.put("outcome", "failure");
        event.put("reason", why);
      }
      case null -> {
        event.put("outcome", "error");
        event.put("reason", "The CRM could not take the lead now");
      }
    }
    return new Delivered(event, List.of());
  }
}
