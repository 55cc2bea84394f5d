package io.sluice.server.crm.lead;

import io.sluice.server.crm.cycle.Cycle;
import io.sluice.server.crm.cycle.Cycles;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private final RoutingStore routes;
  private final AnswerStore answers;
  private final LeadCounts counts;
  private final Stages stages;
  private final Cycles cycles;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  Leads(LeadStore store, LeadLockStore locks, RoutingStore routes, AnswerStore answers, LeadCounts counts,
      Stages stages, Cycles cycles, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.routes = routes;
    this.answers = answers;
    this.counts = counts;
    this.stages = stages;
    this.cycles = cycles;
    this.notices = notices;
    this.clock = clock;
  }

  /** @param by absent: the program */
  @Transactional
  public Result<Lead, LeadRefusal> create(AccountId account, CompanyId company, @Nullable UserId by, NewLead lead) {
    return make(account, company, by, List.of(lead)).map(List::getFirst);
  }

  /**
   * All of them or none, in their order. Nothing is asked of them that a file may lack: answers to required questions.
   *
   * @param leads at most {@value #MOST_AT_ONCE}
   */
  @Transactional
  public Result<List<Lead>, LeadRefusal> createAll(
      AccountId account, CompanyId company, @Nullable UserId by, List<NewLead> leads) {
    if (leads.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException(leads.size() + " leads are too many to make at once");
    }
    return leads.isEmpty() ? Result.done(List.of()) : make(account, company, by, leads);
  }

  private Result<List<Lead>, LeadRefusal> make(
      AccountId account, CompanyId company, @Nullable UserId by, List<NewLead> wanted) {
    List<Stage> steps = stages.of(account);
    Map<String, List<String>> problems = problems(account, company, wanted, steps);
    if (!problems.isEmpty()) {
      return Result.refused(new LeadRefusal.Invalid(problems));
    }
    List<ContactKeys> keys = wanted.stream().map(lead -> lead.contact().keys()).toList();
    if (wanted.size() == 1) {
      locks.hold(account, company, keys.getFirst().all());
    } else {
      locks.holdAll(account, company);
    }
    Instant now = clock.instant();
    List<Draft> drafts = drafts(account, company, wanted, keys, steps, now);
    store.insert(account, company, by, drafts, now);
    answers.put(account, drafts.stream().collect(Collectors.toMap(Draft::id, draft -> draft.wanted().answers())));
    counts.change(account, company, drafts.stream().collect(Collectors.toMap(draft -> LeadKind.of(draft.userAccess(),
        draft.stage(), draft.wanted().source(), draft.wanted().campaign(), draft.territory(), draft.cycle(),
        draft.duplicateOf() != null, now), _ -> 1L, Long::sum)));
    return Result.done(find(account, company, drafts.stream().map(Draft::id).toList()));
  }

  private List<Draft> drafts(AccountId account, CompanyId company, List<NewLead> wanted, List<ContactKeys> keys,
      List<Stage> steps, Instant now) {
    Map<String, Long> byEmail = store.oldestByEmail(account, company, set(keys, ContactKeys::email));
    Map<String, Long> byPhone = store.oldestByPhone(account, company, set(keys, ContactKeys::phone));
    Set<Long> terminal = steps.stream().filter(Stage::terminal).map(Stage::id).collect(Collectors.toSet());
    Routing routing = routing(account, company, wanted, terminal);
    Long cycle = cycles.current(account, company, now).map(Cycle::id).orElse(null);
    List<Long> ids = store.nextIds(account, wanted.size());
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      NewLead lead = wanted.get(i);
      ContactKeys key = keys.get(i);
      long id = ids.get(i);
      Optional<Long> duplicateOf = Stream.of(original(byEmail, key.email(), id), original(byPhone, key.phone(), id))
          .flatMap(Optional::stream).min(Long::compare);
      long stage = lead.stage() == null ? steps.getFirst().id() : lead.stage();
      Optional<Long> territory = routing.territory(lead);
      Optional<Long> userAccess = routing.userAccess(lead, territory);
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

  private static Set<String> set(
      List<ContactKeys> keys, java.util.function.Function<ContactKeys, @Nullable String> of) {
    return keys.stream().map(of).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
  }

  private Routing routing(AccountId account, CompanyId company, List<NewLead> wanted, Set<Long> terminal) {
    Map<String, Long> territories = routes.territories(account, company, wanted.stream()
        .filter(lead -> lead.territory() == null)
        .flatMap(lead -> Routing.sought(lead.contact().zipCode()).stream()).collect(Collectors.toSet()));
    List<NewLead> routed = wanted.stream().filter(lead -> lead.assignment() instanceof Assignment.Routed).toList();
    Set<Long> areas = new TreeSet<>(territories.values());
    routed.forEach(lead -> Optional.ofNullable(lead.territory()).ifPresent(areas::add));
    Map<Long, List<Long>> byTerritory = routed.isEmpty() ? Map.of() : routes.byTerritory(account, company, areas);
    Map<Long, List<Long>> bySource = routes.bySource(account, company,
        routed.stream().map(NewLead::source).filter(Objects::nonNull).collect(Collectors.toSet()));
    Set<Long> asked = Routing.all(byTerritory.values());
    asked.addAll(Routing.all(bySource.values()));
    return new Routing(territories, byTerritory, bySource, counts.open(account, company, asked, terminal));
  }

  /**
   * Any stage to any stage. One that the lead is in already is no move.
   *
   * @param by absent: the program
   */
  @Transactional
  public Result<Lead, LeadRefusal> moveStage(AccountId account, CompanyId company, long id, long stage,
      @Nullable String reason, @Nullable UserId by) {
    if (stages.of(account).stream().noneMatch(one -> one.id() == stage)) {
      return Result.refused(new LeadRefusal.Invalid(Map.of("stage_id", List.of("is not one of the stages"))));
    }
    Optional<Lead> before = store.lock(account, company, id, stages.names(account));
    if (before.isEmpty()) {
      return Result.refused(new LeadRefusal.Unknown());
    }
    long from = before.get().stage().id();
    if (from != stage) {
      Instant now = clock.instant();
      LeadKind kind = store.move(account, company, id, stage, now);
      counts.change(account, company, Map.of(kind.in(from), -1L, kind, 1L));
      notices.publishEvent(new LeadMoved(account, company, id, from, stage, reason, by, now));
    }
    return Result.done(find(account, company, id).orElseThrow());
  }

  /** Of one lead, by its fields; of several, each with its place before it. */
  private Map<String, List<String>> problems(
      AccountId account, CompanyId company, List<NewLead> wanted, List<Stage> steps) {
    Map<String, Set<Long>> named = new HashMap<>();
    wanted.forEach(lead -> ids(lead).forEach((field, id) -> named.computeIfAbsent(field, _ -> new TreeSet<>()).add(id)));
    Map<String, Set<Long>> known = new HashMap<>(named.isEmpty() ? Map.of() : store.known(account, company, named));
    known.put("stage_id", steps.stream().map(Stage::id).collect(Collectors.toSet()));
    Map<String, List<String>> problems = new TreeMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String prefix = wanted.size() == 1 ? "" : "leads." + i + ".";
      NewLead lead = wanted.get(i);
      lead.contact().problems().forEach((field, sentences) -> problems.put(prefix + field, sentences));
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
    return Stream.concat(
            store.oldestByEmail(account, company, Stream.ofNullable(keys.email()).toList()).values().stream(),
            store.oldestByPhone(account, company, Stream.ofNullable(keys.phone()).toList()).values().stream())
        .min(Long::compare);
  }
}
