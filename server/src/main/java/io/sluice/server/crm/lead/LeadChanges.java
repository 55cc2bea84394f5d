package io.sluice.server.crm.lead;

import io.sluice.server.crm.access.grant.UserAccessRemoved;
import io.sluice.server.crm.lead.DuplicateStore.Kin;
import io.sluice.server.crm.lead.answer.LeadAnswers;
import io.sluice.server.crm.lead.contact.ContactKeys;
import io.sluice.server.crm.lead.count.LeadCounts;
import io.sluice.server.crm.lead.count.LeadKind;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changing a lead: who it is, where it stands, whose it is; and what follows for its duplicates and for the counts. */
@Component
class LeadChanges {

  private final LeadStore store;
  private final LeadLockStore locks;
  private final DuplicateStore duplicates;
  private final LeadAnswers answers;
  private final LeadCounts counts;
  private final Stages stages;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  LeadChanges(LeadStore store, LeadLockStore locks, DuplicateStore duplicates, LeadAnswers answers,
      LeadCounts counts, Stages stages, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.duplicates = duplicates;
    this.answers = answers;
    this.counts = counts;
    this.stages = stages;
    this.notices = notices;
    this.clock = clock;
  }

  /** @param change of how the lead stands at that moment @param by absent: the program */
  @Transactional
  Result<Lead, LeadRefusal> change(AccountId account, CompanyId company, long id, @Nullable UserId by,
      UnaryOperator<LeadState> change) {
    Map<Long, String> names = stages.names(account);
    Optional<Lead> seen = store.find(account, company, List.of(id), names).stream().findFirst();
    if (seen.isEmpty()) {
      return Result.refused(new LeadRefusal.Unknown());
    }
    ContactKeys before = seen.get().contact().keys();
    ContactKeys after = change.apply(LeadState.of(seen.get())).contact().keys();
    if (!before.equals(after)) {
      // Keys before rows: whoever makes a lead of the same person has this order too.
      locks.hold(account, company, Stream.concat(before.all().stream(), after.all().stream()).toList());
    }
    Lead lead = store.lock(account, company, id, names).orElseThrow();
    LeadState wanted = change.apply(LeadState.of(lead));
    if (!lead.contact().keys().equals(before) || !wanted.contact().keys().equals(after)) {
      return Result.refused(new LeadRefusal.Overtaken());
    }
    Map<String, List<String>> problems = problems(lead, wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new LeadRefusal.Invalid(problems));
    }
    if (!wanted.equals(LeadState.of(lead))) {
      write(lead, wanted, by);
    }
    return Result.done(store.find(account, company, List.of(id), names).getFirst());
  }

  private void write(Lead lead, LeadState wanted, @Nullable UserId by) {
    AccountId account = lead.account();
    CompanyId company = lead.company();
    Instant now = clock.instant();
    Map<LeadKind, Long> changed = new HashMap<>();
    changed.merge(store.kind(account, lead.id()), -1L, Long::sum);
    store.update(account, company, lead.id(), wanted, now);
    if (!lead.contact().keys().equals(wanted.contact().keys())) {
      recompute(account, company, lead.id(), wanted.contact().keys(), changed);
      notices.publishEvent(
          new LeadsMade(account, company, true, List.of(LeadsMade.Known.of(lead.id(), wanted.contact()))));
    }
    changed.merge(store.kind(account, lead.id()), 1L, Long::sum);
    changed.values().removeIf(leads -> leads == 0);
    if (!changed.isEmpty()) {
      counts.change(account, company, changed);
    }
    answers.put(account, Map.of(lead.id(), wanted.answers()));
    if (lead.stage().id() != wanted.stage()) {
      notices.publishEvent(new LeadMoved(account, company, lead.id(), lead.stage().id(), wanted.stage(),
          wanted.reason(), by, now));
    }
  }

  /** Of the lead, of those that were its duplicates and of those that are now. */
  private void recompute(
      AccountId account, CompanyId company, long id, ContactKeys keys, Map<LeadKind, Long> changed) {
    List<Kin> kin = duplicates.kin(account, company, id, keys);
    for (Kin one : kin) {
      if (one.lead() != id && (one.original() == null) == one.kind().duplicate()) {
        changed.merge(one.kind(), -1L, Long::sum);
        changed.merge(one.kind().asDuplicate(one.original() != null), 1L, Long::sum);
      }
    }
    duplicates.point(account, kin);
  }

  Map<String, List<String>> problems(Lead lead, LeadState wanted) {
    AccountId account = lead.account();
    CompanyId company = lead.company();
    Map<String, List<String>> problems = new TreeMap<>(wanted.contact().problems());
    LeadState before = LeadState.of(lead);
    Map<String, Set<Long>> named = new HashMap<>();
    name(named, "source_id", before.source(), wanted.source());
    name(named, "campaign_id", before.campaign(), wanted.campaign());
    name(named, "territory_id", before.territory(), wanted.territory());
    name(named, "user_access_id", before.userAccess(), wanted.userAccess());
    Map<String, Set<Long>> known = named.isEmpty() ? Map.of() : store.known(account, company, named);
    named.forEach((field, ids) -> {
      if (!known.getOrDefault(field, Set.of()).containsAll(ids)) {
        problems.put(field, List.of("is not one of the company's"));
      }
    });
    if (wanted.stage() != before.stage()
        && stages.of(account).stream().map(Stage::id).noneMatch(stage -> stage == wanted.stage())) {
      problems.put("stage_id", List.of("is not one of the stages"));
    }
    if (!wanted.answers().isEmpty()) {
      Set<Long> campaigns = new HashSet<>(Stream.ofNullable(wanted.campaign()).toList());
      problems.putAll(answers.asked(account, company, campaigns).problems(wanted.campaign(), wanted.answers(), false));
    }
    return problems;
  }

  private static void name(Map<String, Set<Long>> named, String field, @Nullable Long before, @Nullable Long wanted) {
    if (wanted != null && !Objects.equals(before, wanted)) {
      named.put(field, new TreeSet<>(Set.of(wanted)));
    }
  }

  /** Whoever has left works no leads: they wait for somebody else. */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void release(UserAccessRemoved gone) {
    Map<LeadKind, Long> changed = new HashMap<>();
    store.unassign(gone.account(), gone.company(), gone.userAccess(), clock.instant()).forEach((kind, leads) -> {
      changed.put(kind, -leads);
      changed.merge(kind.ofNobody(), leads, Long::sum);
    });
    if (!changed.isEmpty()) {
      counts.change(gone.account(), gone.company(), changed);
    }
  }
}
