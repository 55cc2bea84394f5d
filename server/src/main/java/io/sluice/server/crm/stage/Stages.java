package io.sluice.server.crm.stage;

import io.sluice.server.kernel.AccountId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The stages of an account's leads. */
@Component
public class Stages {

  private final StageStore store;

  Stages(StageStore store) {
    this.store = store;
  }

  /** In order, the hidden ones last: the first is where leads begin. */
  public List<Stage> of(AccountId account) {
    List<Stage> own = store.of(account);
    return own.isEmpty() ? Stage.SEEDS : own;
  }

  /** By id, those among them that were deleted: what a lead's former moves are told with. */
  public Map<Long, String> names(AccountId account) {
    Map<Long, String> own = store.names(account);
    return own.isEmpty() ? Stage.SEEDS.stream().collect(Collectors.toMap(Stage::id, Stage::name)) : own;
  }
}
