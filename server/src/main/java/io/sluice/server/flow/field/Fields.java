package io.sluice.server.flow.field;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The fields an account can collect: the standard ones, the same for everybody, and its own (exchange 10). */
@Component
public class Fields {

  private final FieldStore store;

  Fields(FieldStore store) {
    this.store = store;
  }

  /** All of them, read once: for whoever asks for more than one. */
  public KnownFields known(AccountId account) {
    Map<String, Field> own = new LinkedHashMap<>();
    Map<String, Field> deleted = new LinkedHashMap<>();
    store.of(account).forEach(row -> (row.deleted() ? deleted : own).put(row.field().id(), row.field()));
    return new KnownFields(own, deleted);
  }

  public List<Field> of(AccountId account) {
    return known(account).all();
  }

  public Optional<Field> find(AccountId account, String id) {
    Field standard = StandardFields.byId().get(id);
    return standard == null ? store.find(account, id) : Optional.of(standard);
  }

  /** As {@link #find}, for an id as it came in a path. */
  Result<Field, FieldRefusal> visible(AccountId account, String id) {
    return find(account, id)
        .<Result<Field, FieldRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new FieldRefusal.Unknown()));
  }
}
