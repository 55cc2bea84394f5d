package io.sluice.server.crm.stage;

import io.sluice.server.account.Accounts;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.crm.access.Standing;
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
  private final Audit audit;
  private final Clock clock;

  Stages(StageStore store, Accounts accounts, Audit audit, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.audit = audit;
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
  Result<Stage, StageRefusal> add(Standing by, String name, boolean terminal) {
    accounts.hold(by.account());
    List<Stage> stages = new ArrayList<>(of(by.account()));
    if (stages.size() >= MOST) {
      return Result.refused(new StageRefusal.TooMany(MOST));
    }
    if (taken(stages, name, 0)) {
      return Result.refused(new StageRefusal.NameTaken());
    }
    long id = store.nextId(by.account());
    int offered = (int) stages.stream().filter(stage -> !stage.hidden()).count();
    stages.add(offered, new Stage(id, name.strip(), offered + 1, terminal, false));
    return saved(by.account(), stages).then(after -> one(after, id)).map(made -> record(by, Action.CREATE, made));
  }

  @Transactional
  Result<Stage, StageRefusal> change(Standing by, long id, Changes changes) {
    accounts.hold(by.account());
    List<Stage> stages = of(by.account());
    return one(stages, id).then(before -> {
      Stage wanted = before.changed(changes);
      if (taken(stages, wanted.name(), id)) {
        return Result.refused(new StageRefusal.NameTaken());
      }
      return saved(by.account(), stages.stream().map(stage -> stage.id() == id ? wanted : stage).toList())
          .then(after -> one(after, id))
          .map(after -> record(by, Action.UPDATE, after));
    });
  }

  /** @param ids every stage of the account, hidden ones too, once */
  @Transactional
  Result<List<Stage>, StageRefusal> order(Standing by, List<Long> ids) {
    accounts.hold(by.account());
    Map<Long, Stage> stages = of(by.account()).stream().collect(Collectors.toMap(Stage::id, Function.identity()));
    List<String> problems = Permutation.problems(stages.keySet(), ids);
    return problems.isEmpty()
        ? saved(by.account(), ids.stream().map(stages::get).toList()).map(after -> {
          record(by, Action.UPDATE, after.getFirst());
          return after;
        })
        : Result.refused(new StageRefusal.NotTheOrder(problems));
  }

  /** Only while no lead is in it. What was moved out of it goes on saying so. */
  @Transactional
  Result<Stage, StageRefusal> delete(Standing by, long id) {
    accounts.hold(by.account());
    List<Stage> stages = of(by.account());
    return one(stages, id).then(stage -> {
      if (stage.isSeed()) {
        return Result.refused(new StageRefusal.EverybodyHasIt());
      }
      if (store.holdsLeads(by.account(), id)) {
        return Result.refused(new StageRefusal.HoldsLeads());
      }
      return saved(by.account(), stages.stream().filter(other -> other.id() != id).toList()).map(_ -> {
        store.markDeleted(by.account(), id, clock.instant());
        return record(by, Action.DELETE, stage);
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
    return stages.stream()
        .anyMatch(stage -> stage.id() != butFor && NameKey.of(stage.name()).equals(NameKey.of(name)));
  }

  private static Result<Stage, StageRefusal> one(List<Stage> stages, long id) {
    Optional<Stage> found = stages.stream().filter(stage -> stage.id() == id).findFirst();
    return found.<Result<Stage, StageRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new StageRefusal.Unknown()));
  }

  private Stage record(Standing by, Action action, Stage stage) {
    audit.record(by.account(), by.user(), action, "stage", Long.toString(stage.id()), "%s, at position %d%s%s".formatted(
        stage.name(), stage.position(), stage.terminal() ? ", terminal" : "", stage.hidden() ? ", hidden" : ""));
    return stage;
  }
}
