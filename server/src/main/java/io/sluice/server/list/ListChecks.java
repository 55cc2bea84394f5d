package io.sluice.server.list;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.server.kernel.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The list checks of a flow (exchange 5.6): all of a lead's in one round trip. A check that cannot be made has no answer,
 * and the lead goes on; that it could not is logged and counted.
 */
@Component
public class ListChecks {

  private static final Logger LOG = LoggerFactory.getLogger(ListChecks.class);

  private final ListItemStore store;
  private final Counter unanswered;

  ListChecks(ListItemStore store, MeterRegistry meters) {
    this.store = store;
    this.unanswered = Counter.builder("sluice.list.checks.unanswered")
        .description("List checks of leads that could not be made").register(meters);
  }

  /**
   * @param name what the answer is called
   * @param listNames as a person wrote them
   * @param since values that were added before count as absent
   */
  public record Question(String name, String listNames, String value, Instant since) {}

  /** Whether each value is on one of its lists, by the questions' names; what has no answer is left out. */
  public Map<String, Boolean> answers(AccountId account, List<Question> questions, Instant now) {
    List<ListItemStore.Asked> asked = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      add(questions.get(i), i, asked);
    }
    Map<Integer, Boolean> found;
    try {
      found = asked.isEmpty() ? Map.of() : store.check(account, asked, now);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} list checks of a lead of account {} cannot be made: {}", questions.size(), account, e.toString());
      unanswered.increment(questions.size());
      return Map.of();
    }
    Map<String, Boolean> answers = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      Boolean answer = found.get(i);
      if (answer != null) {
        answers.put(question.name(), answer);
      } else {
        LOG.warn("account {} has no list called {}: {} of a lead is unknown",
            account, question.listNames(), question.name());
        unanswered.increment();
      }
    }
    return answers;
  }

  private static void add(Question question, int place, List<ListItemStore.Asked> asked) {
    Optional<ItemKey> item = ItemKey.of(question.value());
    Optional<List<String>> names = ListNames.urlNames(question.listNames());
    if (item.isPresent() && names.isPresent()) {
      names.get().forEach(name ->
          asked.add(new ListItemStore.Asked(place, name, item.get().key(), question.since())));
    }
  }
}
