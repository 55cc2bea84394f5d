package io.sluice.server.crm.stage;

import io.sluice.server.account.Accounts;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The stages of an account's leads. All its companies work with the same. */
@Component
public class Stages {

  static final int MOST = 100;

  private final StageStore store;
  private final Accounts accounts;
  private final Clock clock;

  Stages(StageStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** What a stage is changed to; what is absent stays. */
  record Changes(@Nullable String name, @Nullable Boolean terminal, @Nullable Boolean hidden) {}

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

  /** It goes behind those that are offered. */
  @Transactional
  Result<Stage, StageRefusal> add(AccountId account, String name, boolean terminal) {
    accounts.hold(account);
    List<Stage> stages = new ArrayList<>(of(account));
    if (stages.size() >= MOST) {
      return Result.refused(new StageRefusal.TooMany(MOST));
    }
    if (taken(stages, name, 0)) {
      return Result.refused(new StageRefusal.NameTaken());
    }
    long id = store.nextId(account);
    int offered = (int) stages.stream().filter(stage -> !stage.hidden()).count();
    stages.add(offered, new Stage(id, name.strip(), offered + 1, terminal, false));
    return saved(account, stages).then(after -> one(after, id));
  }

  @Transactional
  Result<Stage, StageRefusal> change(AccountId account, long id, Changes changes) {
    accounts.hold(account);
    List<Stage> stages = of(account);
    String name = changes.name();
    if (name != null && taken(stages, name, id)) {
      return Result.refused(new StageRefusal.NameTaken());
    }
    return one(stages, id).then(before -> saved(account, stages.stream()
        .map(stage -> stage.id() == id ? stage.changed(changes) : stage).toList())
        .then(after -> one(after, id)));
  }

  /** @param ids every stage of the account, hidden ones too, once */
  @Transactional
  Result<List<Stage>, StageRefusal> order(AccountId account, List<Long> ids) {
    accounts.hold(account);
    Map<Long, Stage> stages = of(account).stream().collect(Collectors.toMap(Stage::id, Function.identity()));
    List<String> problems = Permutation.problems(stages.keySet(), ids);
    return problems.isEmpty()
        ? saved(account, ids.stream().map(stages::get).toList())
        : Result.refused(new StageRefusal.NotTheOrder(problems));
  }

  /** Only while no lead is in it. What was moved out of it goes on saying so. */
  @Transactional
  Result<Stage, StageRefusal> delete(AccountId account, long id) {
    accounts.hold(account);
    List<Stage> stages = of(account);
    return one(stages, id).then(stage -> {
      if (stage.isSeed()) {
        return Result.refused(new StageRefusal.EverybodyHasIt());
      }
      if (store.holdsLeads(account, id)) {
        return Result.refused(new StageRefusal.HoldsLeads());
      }
      return saved(account, stages.stream().filter(other -> other.id() != id).toList()).map(_ -> {
        store.markDeleted(account, id, clock.instant());
        return stage;
      });
    });
  }

  private Result<List<Stage>, StageRefusal> saved(AccountId account, List<Stage> wanted) {
    List<Stage> after = new ArrayList<>();
    for (boolean hidden : List.of(false, true)) {
      wanted.stream().filter(stage -> stage.hidden() == hidden)
          .forEach(stage -> after.add(stage.at(after.size() + 1)));
    }
    Stage first = after.getFirst();
    if (first.hidden() || first.terminal()) {
      return Result.refused(new StageRefusal.NoBeginning());
    }
    store.save(account, after);
    return Result.done(after);
  }

  private static boolean taken(List<Stage> stages, String name, long butFor) {
    return stages.stream().anyMatch(stage -> stage.id() != butFor && NameKey.of(stage.name()).equals(NameKey.of(name)));
  }

  private static Result<Stage, StageRefusal> one(List<Stage> stages, long id) {
    Optional<Stage> found = stages.stream().filter(stage -> stage.id() == id).findFirst();
    return found.<Result<Stage, StageRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new StageRefusal.Unknown()));
  }
}
