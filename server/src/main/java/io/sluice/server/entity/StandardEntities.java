package io.sluice.server.entity;

import io.sluice.server.kernel.EntityId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The entities that come with the program, the same for everybody. Their ids are fixed: flows name them. */
@Component
final class StandardEntities {

  private static final Instant SINCE = Instant.parse("2026-11-21T00:00:00Z");

  record Line(
      EntityId id, String name, String description, @Nullable String source, @Nullable String recipient,
      List<String> moduleIds) {}

  private final JsonMapper json;
  private @Nullable Map<EntityId, Entity> byId;

  StandardEntities(JsonMapper json) {
    this.json = json;
  }

  List<Entity> all() {
    return List.copyOf(loaded().values());
  }

  Optional<Entity> find(EntityId id) {
    return Optional.ofNullable(loaded().get(id));
  }

  private synchronized Map<EntityId, Entity> loaded() {
    Map<EntityId, Entity> known = byId;
    if (known == null) {
      known = read();
      byId = known;
    }
    return known;
  }

  private Map<EntityId, Entity> read() {
    try (InputStream file = StandardEntities.class.getResourceAsStream("standard-entities.json")) {
      List<Line> lines = json.readValue(file, new TypeReference<List<Line>>() {});
      return lines.stream().map(StandardEntities::entity).collect(Collectors.toMap(
          Entity::id, Function.identity(), (one, other) -> one, java.util.LinkedHashMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entity entity(Line line) {
    return new Entity(line.id(), Kind.STANDARD, line.name(), line.description(), line.moduleIds(), line.source(),
        line.recipient(), false, null, null, null, null, null, null, false, null, SINCE, SINCE);
  }
}
