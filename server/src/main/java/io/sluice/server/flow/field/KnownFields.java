package io.sluice.server.flow.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one account at one moment: the standard ones and its own. Immutable. */
public final class KnownFields {

  private final Map<String, Field> own;
  private final Map<String, Field> deleted;

  /** @param own and {@code deleted}: custom fields by id */
  KnownFields(Map<String, Field> own, Map<String, Field> deleted) {
    this.own = own;
    this.deleted = deleted;
  }

  /** Standard ones first. */
  public List<Field> all() {
    List<Field> all = new ArrayList<>(StandardFields.byId().values());
    all.addAll(own.values());
    return all;
  }

  public Optional<Field> find(String id) {
    Field standard = StandardFields.byId().get(id);
    return Optional.ofNullable(standard == null ? own.get(id) : standard);
  }

  /** As {@link #find}; a deleted one is what it was, for flows that collect it go on as if it were there (exchange 10). */
  public Optional<Field> findEver(String id) {
    return find(id).or(() -> Optional.ofNullable(deleted.get(id)));
  }

  public boolean isDeleted(String id) {
    return deleted.containsKey(id);
  }

  int custom() {
    return own.size();
  }
}
