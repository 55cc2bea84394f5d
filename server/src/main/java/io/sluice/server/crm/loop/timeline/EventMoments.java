package io.sluice.server.crm.loop.timeline;

import io.sluice.engine.type.Values;
import io.sluice.server.crm.loop.timeline.Moment.Kind;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.event.StoredEvent;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.ObjectIds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An account's own events as moments of a timeline. */
@Component
class EventMoments {

  private final Entities entities;

  EventMoments(Entities entities) {
    this.entities = entities;
  }

  /** The event that ends a run tells of its beginning, too. @param name the account's */
  List<Moment> of(AccountId account, String name, StoredEvent event) {
    return switch (event.type()) {
      case "source" -> List.of(
          Moment.of(event.startedAt(), Kind.SUBMISSION, name,
              "Submitted to " + name + by(account, event)),
          moment(event, Kind.END, name, event.outcome().equals("success") ? "Accepted" : "Not accepted"));
      case "filter" -> List.of(moment(event, Kind.FILTER, name, "Filtered"));
      case "retry" -> List.of(moment(event, Kind.RETRY, name, "Tried again: " + entity(account, event.recipient())));
      case "feedback-received" -> List.of(new Moment(event.startedAt(), Kind.FEEDBACK, name, // before it is passed on
          "Feedback from " + entity(account, event.recipient()) + ": " + feedback(event), event.outcome(), event.reason(),
          null));
      case "feedback-sent" -> List.of(moment(event, Kind.FEEDBACK, name,
          "Feedback to " + entity(account, event.source().value()) + ": " + feedback(event)));
      default -> List.of(moment(event, Kind.DELIVERY, name, "Delivered to " + entity(account, event.recipient())));
    };
  }

  private static Moment moment(StoredEvent event, Kind kind, String name, String text) {
    return new Moment(event.endedAt(), kind, name, text, event.outcome(), event.reason(), null);
  }

  private String by(AccountId account, StoredEvent event) {
    String source = event.source().value();
    return source.equals(account.value()) ? "" : " by " + entity(account, source);
  }

  private String entity(AccountId account, @Nullable String id) {
    return id == null || !ObjectIds.valid(id) ? "nobody"
        : entities.find(account, EntityId.of(id)).map(Entity::name).orElse("an unknown partner");
  }

  /** {@code conversion}, or {@code return} with what was said why. */
  private static String feedback(StoredEvent event) {
    String changed = event.changed();
    if (changed == null || !(VarsJson.read(changed).get("feedback") instanceof Map<?, ?> said)) {
      return "";
    }
    String reason = Values.text(said.get("reason"));
    return Values.text(said.get("type")) + (reason.isEmpty() ? "" : ", " + reason);
  }
}
