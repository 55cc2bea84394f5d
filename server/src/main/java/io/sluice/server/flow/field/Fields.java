package io.sluice.server.flow.field;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The fields an account can collect. Today these are the standard ones; the account is asked for all the same, for
 * custom fields are its own.
 */
@Component
public class Fields {

  public List<Field> of(AccountId account) {
    return List.copyOf(StandardFields.byId().values());
  }

  public Optional<Field> find(AccountId account, String id) {
    return Optional.ofNullable(StandardFields.byId().get(id));
  }

  /** As {@link #find}, for an id as it came in a path. */
  Result<Field, FieldRefusal> visible(AccountId account, String id) {
    return find(account, id)
        .<Result<Field, FieldRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new FieldRefusal.Unknown()));
  }
}
