package io.sluice.server.partner.invitation;

import io.sluice.server.entity.Entity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a decline took away, in the form it is kept for an undo. */
@Component
final class UndoJson {

  /** {@code places}: where the entity stood in the flows, in the flows' own words. */
  record Kept(Entity entity, String places) {}

  private final JsonMapper json;

  UndoJson(JsonMapper json) {
    this.json = json;
  }

  String write(Entity entity, String places) {
    return json.writeValueAsString(new Kept(entity, places));
  }

  Kept read(String kept) {
    return json.readValue(kept, Kept.class);
  }
}
