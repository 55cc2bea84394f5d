package io.sluice.server.flow.field;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.util.List;

/** What fields ask of those who use them. */
public interface FieldUses {

  /** A place in a flow as it was saved last. {@code path}: as in the flow's errors, such as {@code fields[2]}. */
  record Use(FlowId flow, String path) {}

  default List<Use> of(AccountId account, String field) {
    return List.of();
  }

  /** What the account's fields are has changed: they are to be read anew, on every node, once the transaction ends. */
  void changed(AccountId account);
}
