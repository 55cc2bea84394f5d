package io.sluice.server.flow;

import io.sluice.server.flow.field.FieldUses;
import io.sluice.server.kernel.AccountId;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Tells fields which flows collect them, and flows that fields have changed. */
@Component
final class FlowFieldUses implements FieldUses {

  private final FlowStore store;
  private final FlowChanges changes;

  FlowFieldUses(FlowStore store, FlowChanges changes) {
    this.store = store;
    this.changes = changes;
  }

  @Override
  public List<Use> of(AccountId account, String field) {
    return store.of(account).stream().flatMap(flow -> {
      List<String> named = flow.document().fields();
      return IntStream.range(0, named.size()).filter(i -> named.get(i).equals(field))
          .mapToObj(i -> new Use(flow.id(), "fields[" + i + "]"));
    }).toList();
  }

  @Override
  public void changed(AccountId account) {
    changes.readAnew(account);
  }
}
