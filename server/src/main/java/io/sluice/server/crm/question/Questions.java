package io.sluice.server.crm.question;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a company asks of its leads. */
@Component
public class Questions {

  static final int MOST = 200;

  private static final String OPTIONS = "options_attributes";

  private final QuestionStore store;
  private final OptionStore options;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  Questions(QuestionStore store, OptionStore options, CompanyLocks locks, Audit audit, Clock clock) {
    this.store = store;
    this.options = options;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A question as it shall be. */
  record Wanted(String name, Question.Kind kind, boolean required, List<OptionWanted> options) {}

  /** What a question is changed to; what is absent stays. */
  record Changes(@Nullable String name, @Nullable Boolean required, List<OptionWanted> options) {}

  /** By priority, each with the company's own options. Deleted ones are not among them. */
  public List<Question> of(AccountId account, CompanyId company) {
    return with(account, store.of(account, company), null);
  }

  /** By priority, as that campaign asks them: with its options where it has some, else with the company's own. */
  public List<Question> inCampaign(AccountId account, CompanyId company, long campaign) {
    return with(account, store.of(account, company), campaign);
  }

  /** In whatever company of the account. One that was deleted is found by whoever reads an answer to it. */
  Optional<Question> find(AccountId account, long id) {
    return store.evenDeleted(account, id).map(question -> with(account, List.of(question), null).getFirst());
  }

  /** It goes last. */
  @Transactional
  Result<Question, QuestionRefusal> create(Standing by, Wanted wanted) {
    locks.hold(by.account(), by.company());
    List<Question> before = store.of(by.account(), by.company());
    if (before.size() >= MOST) {
      return Result.refused(new QuestionRefusal.TooMany(MOST));
    }
    Question question = new Question(
        0, by.company(), wanted.name().strip(), wanted.kind(), wanted.required(), before.size() + 1, List.of());
    OptionEdit edit = OptionEdit.of(List.of(), wanted.options(), OPTIONS);
    Map<String, List<String>> problems = problems(question, edit, wanted.options(), OPTIONS);
    if (taken(before, wanted.name(), 0)) {
      problems.put("name", List.of("has already been taken"));
    }
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.Invalid(problems));
    }
    Question made = store.insert(by.account(), question, clock.instant());
    options.save(by.account(), made.id(), null, edit.after());
    record(by, Action.CREATE, made.id(), made.name());
    return Result.done(with(by.account(), List.of(made), null).getFirst());
  }

  /** Its kind stays what it is: answers were given to it. */
  @Transactional
  Result<Question, QuestionRefusal> change(Standing by, long id, Changes changes) {
    locks.hold(by.account(), by.company());
    return known(by.account(), by.company(), id).then(question -> {
      List<OptionEdit.Kept> before = options.of(by.account(), List.of(id), null).getOrDefault(id, List.of());
      OptionEdit edit = OptionEdit.of(before, changes.options(), OPTIONS);
      Map<String, List<String>> problems = problems(question, edit, changes.options(), OPTIONS);
      problems.putAll(chosen(by.account(), question, null, edit));
      String name = changes.name() == null ? question.name() : changes.name().strip();
      if (taken(store.of(by.account(), by.company()), name, id)) {
        problems.put("name", List.of("has already been taken"));
      }
      if (!problems.isEmpty()) {
        return Result.refused(new QuestionRefusal.Invalid(problems));
      }
      options.save(by.account(), id, null, edit.after());
      store.update(by.account(), id, name, changes.required() == null ? question.required() : changes.required());
      record(by, Action.UPDATE, id, name);
      return known(by.account(), by.company(), id).map(after -> with(by.account(), List.of(after), null).getFirst());
    });
  }

  /** Where it was answered it is only asked no more. */
  @Transactional
  Result<Question, QuestionRefusal> delete(Standing by, long id) {
    locks.hold(by.account(), by.company());
    return known(by.account(), by.company(), id).map(question -> {
      if (store.isAnswered(by.account(), id)) {
        store.markDeleted(by.account(), id, clock.instant());
      } else {
        store.delete(by.account(), id);
      }
      store.order(by.account(), by.company(), ids(store.of(by.account(), by.company())));
      record(by, Action.DELETE, id, question.name());
      return question;
    });
  }

  /** @param wanted every question of the company, once */
  @Transactional
  Result<List<Question>, QuestionRefusal> order(Standing by, List<Long> wanted) {
    locks.hold(by.account(), by.company());
    List<String> problems = Permutation.problems(ids(store.of(by.account(), by.company())), wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.NotTheOrder(problems));
    }
    store.order(by.account(), by.company(), wanted);
    wanted.stream().findFirst().ifPresent(first -> record(by, Action.UPDATE, first, "all put in order"));
    return Result.done(of(by.account(), by.company()));
  }

  /** A question's options as a campaign shall ask them. */
  public record InCampaign(long question, List<OptionWanted> options) {}

  /**
   * All of them or none. A campaign that had no options of its own for a question has copies of the company's from now
   * on, which may go on being named by the ids of what they were copied from.
   */
  @Transactional
  public Result<List<Question>, QuestionRefusal> changeInCampaign(
      Standing by, long campaign, List<InCampaign> wanted) {
    locks.hold(by.account(), by.company());
    Map<Long, Question> questions = store.of(by.account(), by.company()).stream()
        .collect(Collectors.toMap(Question::id, question -> question));
    Map<Long, List<OptionEdit.Kept>> own = options.of(by.account(), questions.keySet(), campaign);
    Map<Long, List<OptionEdit.Kept>> companys = options.of(by.account(), questions.keySet(), null);
    Map<Long, OptionEdit> edits = new TreeMap<>();
    Map<String, List<String>> problems = new TreeMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      InCampaign one = wanted.get(i);
      String place = "questions[" + i + "]";
      Question question = questions.get(one.question());
      if (question == null) {
        problems.put(place + ".id", List.of("is no question of this campaign's company"));
        continue;
      }
      List<OptionEdit.Kept> before = own.containsKey(question.id())
          ? own.get(question.id()) : copies(companys.getOrDefault(question.id(), List.of()));
      OptionEdit edit = OptionEdit.of(before, one.options(), place + "." + OPTIONS);
      problems.putAll(problems(question, edit, one.options(), place + "." + OPTIONS));
      problems.putAll(chosen(by.account(), question, campaign, edit));
      if (edits.put(question.id(), edit) != null) {
        problems.put(place + ".id", List.of("must not be named twice"));
      }
    }
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.Invalid(problems));
    }
    edits.forEach((question, edit) -> {
      if (Objects.requireNonNull(questions.get(question)).kind().isChoice()) {
        options.save(by.account(), question, campaign, edit.after());
        record(by, Action.UPDATE, question, "options in campaign " + campaign);
      }
    });
    return Result.done(inCampaign(by.account(), by.company(), campaign));
  }

  private static List<OptionEdit.Kept> copies(List<OptionEdit.Kept> companys) {
    return companys.stream()
        .map(option -> new OptionEdit.Kept(null, option.id(), option.name(), option.position(), option.active()))
        .toList();
  }

  /** Options belong to questions that are answered by choosing. */
  private static Map<String, List<String>> problems(
      Question question, OptionEdit edit, List<OptionWanted> wanted, String place) {
    if (question.kind().isChoice()) {
      return new TreeMap<>(edit.problems());
    }
    return wanted.isEmpty()
        ? new TreeMap<>()
        : new TreeMap<>(Map.of(place, List.of("belongs to single_choice and multiple_choice only")));
  }

  /** A lead of the campaign may have chosen the company's option before the campaign had a copy of it. */
  private Map<String, List<String>> chosen(
      AccountId account, Question question, @Nullable Long campaign, OptionEdit edit) {
    Map<String, List<String>> problems = new TreeMap<>();
    for (OptionEdit.Gone gone : edit.gone()) {
      Long id = gone.id();
      Long former = gone.copiedFrom();
      if (id != null && store.isChosen(account, question.id(), id)
          || former != null && campaign != null && store.isChosen(account, question.id(), former, campaign)) {
        problems.put(gone.place(), List.of("cannot be: a lead chose the option, which can be made inactive"));
      }
    }
    return problems;
  }

  private Result<Question, QuestionRefusal> known(AccountId account, CompanyId company, long id) {
    return store.find(account, company, id).<Result<Question, QuestionRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new QuestionRefusal.Unknown()));
  }

  private List<Question> with(AccountId account, List<Question> questions, @Nullable Long campaign) {
    Map<Long, List<OptionEdit.Kept>> known = options.of(account, ids(questions), null);
    if (campaign != null) {
      known.putAll(options.of(account, ids(questions), campaign));
    }
    return questions.stream()
        .map(question -> question.with(known.getOrDefault(question.id(), List.of()).stream()
            .map(option -> new Question.Option(
                Objects.requireNonNull(option.id()), option.name(), option.position(), option.active()))
            .toList()))
        .toList();
  }

  private static List<Long> ids(List<Question> questions) {
    return questions.stream().map(Question::id).toList();
  }

  private static boolean taken(List<Question> questions, String name, long butFor) {
    return questions.stream().anyMatch(question ->
        question.id() != butFor && NameKey.of(question.name()).equals(NameKey.of(name)));
  }

  private void record(Standing by, Action action, long id, String detail) {
    audit.record(by.account(), by.user(), action, "question", Long.toString(id),
        detail + ", of company " + by.company());
  }
}
