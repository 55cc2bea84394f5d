package io.sluice.server.flow.field;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.util.List;

/** What fields ask of the flows that collect them. */
public interface FieldUses {

  /** A place in a flow as it was saved last. {@code path}: as in the flow's errors, such as {@code fields[2]}. */
  record Use(FlowId flow, String path) {}

  List<Use> of(AccountId account, String field);

  /** What the account's fields are has changed: its flows read them anew, on every node, once the transaction ends. */
  void changed(AccountId account);
}
