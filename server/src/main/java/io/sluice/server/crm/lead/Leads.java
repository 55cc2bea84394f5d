package io.sluice.server.crm.lead;

import io.sluice.server.crm.cycle.Cycle;
import io.sluice.server.crm.cycle.Cycles;
import io.sluice.server.crm.lead.answer.LeadAnswers;
import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.crm.lead.contact.ContactKeys;
import io.sluice.server.crm.lead.count.LeadCounts;
import io.sluice.server.crm.lead.count.LeadKind;
import io.sluice.server.crm.lead.route.Routes;
import io.sluice.server.crm.lead.route.Routing;
import io.sluice.server.crm.membership.Memberships;
import io.sluice.server.crm.stage.Stage;
import io.sluice.server.crm.stage.Stages;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Making a company's leads and finding one. */
@Component
public class Leads {

  public static final int MOST_AT_ONCE = 5_000;

  private final LeadStore store;
  private final LeadLockStore locks;
  private final Routes routes;
  private final LeadCounts counts;
  private final Stages stages;
  private final Cycles cycles;
  private final LeadChanges changes;
  private final LeadAnswers answers;
  private final Memberships memberships;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  Leads(LeadStore store, LeadLockStore locks, Routes routes, LeadCounts counts,
      Stages stages, Cycles cycles, LeadChanges changes, LeadAnswers answers,
      Memberships memberships, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.routes = routes;
    this.counts = counts;
    this.stages = stages;
    this.cycles = cycles;
    this.changes = changes;
    this.answers = answers;
    this.memberships = memberships;
    this.notices = notices;
    this.clock = clock;
  }

  /** @param by absent: the program */
  @Transactional
  public Result<Lead, LeadRefusal> create(AccountId account, CompanyId company, @Nullable UserId by, NewLead lead) {
    return make(account, company, by, List.of(lead), lead.origin() instanceof Origin.Typed).map(List::getFirst);
  }

  /**
   * In their order; if anything is wrong with one of them, none. Nothing is asked of them that a file may lack: answers
   * to required questions. Where the company's plan has no room for all of them this month, the first so many are made.
   *
   * @param leads at most {@value #MOST_AT_ONCE}
   */
  @Transactional
  public Result<List<Lead>, LeadRefusal> createAll(
      AccountId account, CompanyId company, @Nullable UserId by, List<NewLead> leads) {
    if (leads.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException(leads.size() + " leads are too many to make at once");
    }
    return leads.isEmpty() ? Result.done(List.of()) : make(account, company, by, leads, false);
  }

  private Result<List<Lead>, LeadRefusal> make(
      AccountId account, CompanyId company, @Nullable UserId by, List<NewLead> wanted, boolean answersAll) {
    List<Stage> steps = stages.of(account);
    Map<String, List<String>> problems = problems(account, company, wanted, steps, answersAll);
    if (!problems.isEmpty()) {
      return Result.refused(new LeadRefusal.Invalid(problems));
    }
    List<ContactKeys> keys = wanted.stream().map(lead -> lead.contact().keys()).toList();
    if (wanted.size() == 1) {
      locks.hold(account, company, keys.getFirst().all());
    } else {
      locks.holdAll(account, company);
    }
    long room = memberships.takeLeads(account, company, wanted.size());
    if (room == 0) {
      return Result.refused(new LeadRefusal.NoRoom());
    }
    Instant now = clock.instant();
    List<Draft> drafts = drafts(account, company, wanted, keys, steps, now).subList(0, (int) room);
    store.insert(account, company, by, drafts, now);
    answers.put(account, drafts.stream().collect(Collectors.toMap(Draft::id, draft -> draft.wanted().answers())));
    counts.change(account, company, drafts.stream().collect(Collectors.toMap(draft -> LeadKind.of(draft.userAccess(),
        draft.stage(), draft.wanted().source(), draft.wanted().campaign(), draft.territory(), draft.cycle(),
        draft.duplicateOf() != null, now), _ -> 1L, Long::sum)));
    notices.publishEvent(new LeadsMade(account, company, false,
        drafts.stream().map(draft -> LeadsMade.Known.of(draft.id(), draft.wanted().contact())).toList()));
    return Result.done(store.find(account, company, drafts.stream().map(Draft::id).toList(),
        steps.stream().collect(Collectors.toMap(Stage::id, Stage::name))));
  }

  private List<Draft> drafts(AccountId account, CompanyId company, List<NewLead> wanted, List<ContactKeys> keys,
      List<Stage> steps, Instant now) {
    LeadStore.Oldest oldest = store.oldest(account, company, keys);
    Set<Long> terminal = steps.stream().filter(Stage::terminal).map(Stage::id).collect(Collectors.toSet());
    Routing routing = routes.of(account, company, wanted.stream().map(lead -> new Routes.Bound(lead.contact().zipCode(),
        lead.territory(), lead.source(), !(lead.assignment() instanceof Assignment.Routed))).toList(), terminal);
    Long cycle = cycles.current(account, company, now).map(Cycle::id).orElse(null);
    List<Long> ids = store.nextIds(account, wanted.size());
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      NewLead lead = wanted.get(i);
      ContactKeys key = keys.get(i);
      long id = ids.get(i);
      Optional<Long> duplicateOf = Stream.of(original(oldest.byEmail(), key.email(), id),
          original(oldest.byPhone(), key.phone(), id)).flatMap(Optional::stream).min(Long::compare);
      long stage = lead.stage() == null ? steps.getFirst().id() : lead.stage();
      Optional<Long> territory = Optional.ofNullable(lead.territory())
          .or(() -> routing.territory(lead.contact().zipCode()));
      Optional<Long> userAccess = switch (lead.assignment()) {
        case Assignment.To(long named) -> Optional.of(named);
        case Assignment.Unassigned() -> Optional.empty();
        case Assignment.Routed() -> routing.userAccess(territory.orElse(null), lead.source());
      };
      if (!terminal.contains(stage)) {
        userAccess.ifPresent(routing::given);
      }
      drafts.add(new Draft(id, lead, key, stage, territory.orElse(null), cycle, userAccess.orElse(null),
          duplicateOf.orElse(null)));
    }
    return drafts;
  }

  /** The first with a key is the original of those behind it. */
  private static Optional<Long> original(Map<String, Long> oldest, @Nullable String key, long id) {
    return key == null ? Optional.empty() : Optional.ofNullable(oldest.putIfAbsent(key, id));
  }

  /** All that keeps a lead from being made: field → sentences to be read after the field's name. */
  public Map<String, List<String>> problems(AccountId account, CompanyId company, NewLead lead) {
    return problems(account, company, List.of(lead), stages.of(account), lead.origin() instanceof Origin.Typed);
  }

  /** All that keeps a lead from being written so. */
  public Map<String, List<String>> problems(Lead lead, LeadState wanted) {
    return changes.problems(lead, wanted);
  }

  /**
   * Writes a lead anew.
   *
   * @param change of how it stands at that moment
   * @param by absent: the program
   */
  @Transactional
  public Result<Lead, LeadRefusal> change(AccountId account, CompanyId company, long id, @Nullable UserId by,
      UnaryOperator<LeadState> change) {
    return changes.change(account, company, id, by, change);
  }

  /**
   * Any stage to any stage. One that the lead is in already is no move.
   *
   * @param by absent: the program
   */
  @Transactional
  public Result<Lead, LeadRefusal> moveStage(AccountId account, CompanyId company, long id, long stage,
      @Nullable String reason, @Nullable UserId by) {
    return changes.change(account, company, id, by, lead -> lead.in(stage, reason));
  }

  /** Of one lead, by its fields; of several, each with its place before it. */
  private Map<String, List<String>> problems(
      AccountId account, CompanyId company, List<NewLead> wanted, List<Stage> steps, boolean answersAll) {
    Map<String, Set<Long>> named = new HashMap<>();
    wanted.forEach(lead -> ids(lead).forEach((field, id) -> named.computeIfAbsent(field, _ -> new TreeSet<>()).add(id)));
    Map<String, Set<Long>> known = new HashMap<>(named.isEmpty() ? Map.of() : store.known(account, company, named));
    known.put("stage_id", steps.stream().map(Stage::id).collect(Collectors.toSet()));
    Map<String, List<String>> problems = new TreeMap<>();
    LeadAnswers.Asked questions = answersAll || wanted.stream().anyMatch(lead -> !lead.answers().isEmpty())
        ? answers.asked(account, company, known.getOrDefault("campaign_id", Set.of())) : new LeadAnswers.Asked(Map.of());
    for (int i = 0; i < wanted.size(); i++) {
      String prefix = wanted.size() == 1 ? "" : "leads[" + i + "].";
      NewLead lead = wanted.get(i);
      lead.contact().problems().forEach((field, sentences) -> problems.put(prefix + field, sentences));
      questions.problems(lead.campaign(), lead.answers(), answersAll)
          .forEach((field, sentences) -> problems.put(prefix + field, sentences));
      ids(lead).forEach((field, id) -> {
        if (!known.getOrDefault(field, Set.of()).contains(id)) {
          problems.put(prefix + field, List.of("is not one of the company's"));
        }
      });
    }
    return problems;
  }

  private static Map<String, Long> ids(NewLead lead) {
    Map<String, Long> ids = new HashMap<>();
    Optional.ofNullable(lead.stage()).ifPresent(id -> ids.put("stage_id", id));
    Optional.ofNullable(lead.source()).ifPresent(id -> ids.put("source_id", id));
    Optional.ofNullable(lead.campaign()).ifPresent(id -> ids.put("campaign_id", id));
    Optional.ofNullable(lead.territory()).ifPresent(id -> ids.put("territory_id", id));
    if (lead.assignment() instanceof Assignment.To(long userAccess)) {
      ids.put("user_access_id", userAccess);
    }
    return ids;
  }

  public Optional<Lead> find(AccountId account, CompanyId company, long id) {
    return find(account, company, List.of(id)).stream().findFirst();
  }

  /** Those of them that there are, by number. */
  public List<Lead> find(AccountId account, CompanyId company, Collection<Long> ids) {
    return ids.isEmpty() ? List.of() : store.find(account, company, ids, stages.names(account));
  }

  /** The lead that a new one with this address or number would be a duplicate of. */
  public Optional<Long> original(
      AccountId account, CompanyId company, @Nullable String email, @Nullable String phone) {
    ContactKeys keys = Contact.of(null, null, email, phone, null, null, null, null, null).keys();
    LeadStore.Oldest oldest = store.oldest(account, company, List.of(keys));
    return Stream.concat(oldest.byEmail().values().stream(), oldest.byPhone().values().stream())
        .min(Long::compare);
  }
}
