package io.sluice.server.flow;

import io.sluice.server.account.Accounts;
import io.sluice.server.changelog.ChangelogJson;
import io.sluice.server.changelog.Changelogs;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writing, reading and deploying flows (exchange 5). Saving is not deploying: leads meet the form that was deployed
 * last.
 */
@Component
public class Flows {

  private static final int MAX_FLOWS = 1_000;

  private final FlowStore store;
  private final FlowDrafts drafts;
  private final FlowChanges changes;
  private final OpenFlows open;
  private final Fields fields;
  private final Accounts accounts;
  private final Changelogs changelogs;
  private final Clock clock;

  Flows(FlowStore store, FlowDrafts drafts, FlowChanges changes, OpenFlows open, Fields fields,
      Accounts accounts, Changelogs changelogs, Clock clock) {
    this.store = store;
    this.drafts = drafts;
    this.changes = changes;
    this.open = open;
    this.fields = fields;
    this.accounts = accounts;
    this.changelogs = changelogs;
    this.clock = clock;
  }

  /** Oldest first. */
  public List<Flow> of(AccountId account) {
    return drafts.today(account, store.of(account));
  }

  public Optional<Flow> find(AccountId account, FlowId id) {
    return store.find(account, id).map(flow -> drafts.today(account, List.of(flow)).getFirst());
  }

  /** As {@link #find}, for an id as it came in a path. */
  public Result<Flow, FlowRefusal> visible(AccountId account, String id) {
    return known(id, flow -> find(account, flow));
  }

  /** The caller may choose the id; the account's own entity becomes a source if it is none (exchange 5.1, 5.2). */
  @Transactional
  public Result<Flow, FlowRefusal> create(AccountId account, @Nullable UserId by, FlowDocument wanted) {
    if (store.count(account) >= MAX_FLOWS) {
      return Result.refused(new FlowRefusal.TooMany(MAX_FLOWS));
    }
    String chosen = wanted.json().path("id").asString("").toLowerCase(Locale.ROOT);
    if (!chosen.isEmpty() && !ObjectIds.valid(chosen)) {
      return Result.refused(new FlowRefusal.BadId());
    }
    FlowId id = chosen.isEmpty() ? FlowId.next(clock.instant()) : FlowId.of(chosen);
    FlowDocument whole = wanted.addSource(
        Entities.standingFor(accounts.of(account)).summary(), Entity.DEFAULT_INBOUND);
    FlowDocument document = drafts.prepare(account, whole, null, clock.instant());
    FlowErrors errors = drafts.errorsOf(account, id, document);
    if (!errors.isEmpty()) {
      return Result.refused(
          new FlowRefusal.Broken(document.answered(chosen.isEmpty() ? null : id, null, null, errors)));
    }
    return changes.insert(account, by, id, document, false)
        .<Result<Flow, FlowRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new FlowRefusal.IdTaken()));
  }

  /** Leads meet the new form once it is deployed: whether the flow is enabled is part of it (exchange 5.1). */
  @Transactional
  public Result<Flow, FlowRefusal> replace(AccountId account, @Nullable UserId by, String id, FlowDocument wanted) {
    return known(id, flow -> store.lock(account, flow)).then(before -> {
      FlowDocument document = drafts.prepare(account, wanted, before.document(), clock.instant());
      FlowErrors errors = drafts.errorsOf(account, before.id(), document);
      if (!errors.isEmpty()) {
        return broken(before.with(document, before.updatedAt()), errors);
      }
      return Result.done(changes.save(account, by, before, document));
    });
  }

  /** Answers the flow as it was. Its id stays taken. */
  @Transactional
  public Result<Flow, FlowRefusal> delete(AccountId account, @Nullable UserId by, String id) {
    return known(id, flow -> store.lock(account, flow)).map(flow -> {
      changes.delete(account, by, flow);
      return flow;
    });
  }

  /** Lets the saved form handle leads. What it names may have gone since it was saved: it is looked at once more. */
  @Transactional
  public Result<Flow, FlowRefusal> deploy(AccountId account, String id) {
    return known(id, flow -> store.lock(account, flow)).then(flow -> {
      FlowErrors errors = drafts.errorsOf(account, flow.id(), flow.document());
      if (!errors.isEmpty()) {
        return broken(flow, errors);
      }
      changes.deploy(account, flow.id(), flow.document());
      return Result.done(flow);
    });
  }

  /** The deployed form, as it was written; empty when there is none. */
  public Optional<DeployedFlow> deployed(AccountId account, FlowId id) {
    return store.deployed(account, id);
  }

  /** The saved form, ready to run although it is not deployed, for whoever wants to know what it would do. */
  public Result<OpenFlow, FlowRefusal> openSaved(AccountId account, String id) {
    return known(id, flow -> store.find(account, flow)).then(flow -> {
      FlowErrors errors = drafts.errorsOf(account, flow.id(), flow.document());
      return errors.isEmpty() ? Result.done(open.saved(account, flow)) : broken(flow, errors);
    });
  }

  public Result<List<ChangelogJson>, FlowRefusal> changelogs(AccountId account, String id) {
    return known(id, flow -> store.find(account, flow))
        .map(flow -> changelogs.of(account, FlowChanges.CHANGELOG_TYPE, flow.id().value()));
  }

  /** What the flow collects, in its order; deleted fields as they were. */
  public Result<List<Field>, FlowRefusal> fields(AccountId account, String id) {
    return known(id, flow -> store.find(account, flow)).map(flow -> {
      KnownFields known = fields.known(account);
      return flow.document().fields().stream().flatMap(field -> known.findEver(field).stream()).toList();
    });
  }

  /** Has every flow of the account compiled anew, everywhere, as though each had just been saved and deployed. */
  @Transactional
  public void touch(AccountId account) {
    store.touch(account, clock.instant());
    changes.readAnew(account);
  }

  /** What the account's flows are compiled with and is not part of them has changed: every node reads them anew. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void readAnew(AccountId account) {
    changes.readAnew(account);
  }

  private static <T> Result<T, FlowRefusal> broken(Flow flow, FlowErrors errors) {
    return Result.refused(new FlowRefusal.Broken(
        flow.document().answered(flow.id(), flow.createdAt(), flow.updatedAt(), errors)));
  }

  private static Result<Flow, FlowRefusal> known(String id, Function<FlowId, Optional<Flow>> lookUp) {
    String lower = id.toLowerCase(Locale.ROOT);
    return (ObjectIds.valid(lower) ? lookUp.apply(FlowId.of(lower)) : Optional.<Flow>empty())
        .<Result<Flow, FlowRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new FlowRefusal.Unknown()));
  }
}
