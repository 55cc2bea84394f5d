package io.sluice.server.crm.question;

import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Permutation;
import io.sluice.server.crm.access.CompanyLocks;
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
  private final Clock clock;

  Questions(QuestionStore store, OptionStore options, CompanyLocks locks, Clock clock) {
    this.store = store;
    this.options = options;
    this.locks = locks;
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
  Result<Question, QuestionRefusal> create(AccountId account, CompanyId company, Wanted wanted) {
    locks.hold(account, company);
    List<Question> before = store.of(account, company);
    if (before.size() >= MOST) {
      return Result.refused(new QuestionRefusal.TooMany(MOST));
    }
    if (taken(before, wanted.name(), 0)) {
      return Result.refused(new QuestionRefusal.NameTaken());
    }
    Question question = new Question(
        0, company, wanted.name().strip(), wanted.kind(), wanted.required(), before.size() + 1, List.of());
    OptionEdit edit = OptionEdit.of(List.of(), wanted.options(), OPTIONS);
    Map<String, List<String>> problems = problems(question, edit, wanted.options(), OPTIONS);
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.BadOptions(problems));
    }
    Question made = store.insert(account, question, clock.instant());
    options.save(account, made.id(), null, edit.after());
    return Result.done(with(account, List.of(made), null).getFirst());
  }

  /** Its kind stays what it is: answers were given to it. */
  @Transactional
  Result<Question, QuestionRefusal> change(AccountId account, CompanyId company, long id, Changes changes) {
    locks.hold(account, company);
    return known(account, company, id).then(question -> {
      String name = changes.name() == null ? question.name() : changes.name().strip();
      if (taken(store.of(account, company), name, id)) {
        return Result.refused(new QuestionRefusal.NameTaken());
      }
      if (!changes.options().isEmpty()) {
        List<OptionEdit.Kept> before = options.of(account, List.of(id), null).getOrDefault(id, List.of());
        OptionEdit edit = OptionEdit.of(before, changes.options(), OPTIONS);
        Map<String, List<String>> problems = problems(question, edit, changes.options(), OPTIONS);
        problems.putAll(chosen(account, question, edit));
        if (!problems.isEmpty()) {
          return Result.refused(new QuestionRefusal.BadOptions(problems));
        }
        options.save(account, id, null, edit.after());
      }
      store.update(account, id, name, changes.required() == null ? question.required() : changes.required());
      return known(account, company, id).map(after -> with(account, List.of(after), null).getFirst());
    });
  }

  /** Where it was answered it is only asked no more. */
  @Transactional
  Result<Question, QuestionRefusal> delete(AccountId account, CompanyId company, long id) {
    locks.hold(account, company);
    return known(account, company, id).map(question -> {
      if (store.isAnswered(account, id)) {
        store.markDeleted(account, id, clock.instant());
      } else {
        store.delete(account, id);
      }
      store.order(account, company, ids(store.of(account, company)));
      return question;
    });
  }

  /** @param wanted every question of the company, once */
  @Transactional
  Result<List<Question>, QuestionRefusal> order(AccountId account, CompanyId company, List<Long> wanted) {
    locks.hold(account, company);
    List<String> problems = Permutation.problems(ids(store.of(account, company)), wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.NotTheOrder(problems));
    }
    store.order(account, company, wanted);
    return Result.done(of(account, company));
  }

  /** A question's options as a campaign shall ask them. */
  public record InCampaign(long question, List<OptionWanted> options) {}

  /**
   * All of them or none. A campaign that had no options of its own for a question has copies of the company's from now on,
   * which may go on being named by the ids of what they were copied from.
   */
  @Transactional
  public Result<List<Question>, QuestionRefusal> changeInCampaign(
      AccountId account, CompanyId company, long campaign, List<InCampaign> wanted) {
    locks.hold(account, company);
    Map<Long, Question> questions = store.of(account, company).stream()
        .collect(Collectors.toMap(Question::id, question -> question));
    Map<Long, List<OptionEdit.Kept>> own = options.of(account, questions.keySet(), campaign);
    Map<Long, List<OptionEdit.Kept>> companys = options.of(account, questions.keySet(), null);
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
      problems.putAll(chosen(account, question, edit));
      if (edits.put(question.id(), edit) != null) {
        problems.put(place + ".id", List.of("must not be named twice"));
      }
    }
    if (!problems.isEmpty()) {
      return Result.refused(new QuestionRefusal.BadOptions(problems));
    }
    edits.forEach((question, edit) -> {
      if (Objects.requireNonNull(questions.get(question)).kind().isChoice()) {
        options.save(account, question, campaign, edit.after());
      }
    });
    return Result.done(inCampaign(account, company, campaign));
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

  private Map<String, List<String>> chosen(AccountId account, Question question, OptionEdit edit) {
    Map<Long, String> destroyed = edit.destroyed();
    if (destroyed.isEmpty()) {
      return Map.of();
    }
    return store.chosen(account, question.id(), destroyed.keySet()).stream().collect(Collectors.toMap(
        destroyed::get, _ -> List.of("cannot be: a lead chose the option, which can be made inactive")));
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
}
