package io.sluice.server.event.search;

import io.sluice.server.event.EventJson;
import io.sluice.server.event.Events;
import io.sluice.server.event.Snapshots;
import io.sluice.server.event.follow.Follower;
import io.sluice.server.event.search.LeadSearchStore.Looked;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finding leads by what they say (exchange 12.5). */
@Component
class LeadSearch {

  /** Overall, whatever page is asked for. */
  static final int MAX_HITS = 1_000;
  /** So many of the newest leads that match are counted and sorted; of more there is no end worth waiting for. */
  static final int MAX_CANDIDATES = 10_000;

  /** Beyond so many matches it is quicker to look at leads from the newest on than to find all that match first. */
  private static final int MAX_FOUND = 50_000;
  private static final int LOOKED_AT_ONCE = 10_000;
  private static final String LAST = "g";

  private final LeadSearchStore store;
  private final Follower follower;
  private final Snapshots snapshots;
  private final Events events;

  LeadSearch(LeadSearchStore store, Follower follower, Snapshots snapshots, Events events) {
    this.store = store;
    this.follower = follower;
    this.snapshots = snapshots;
    this.events = events;
  }

  record Asked(String query, LeadOrder order, int from, int limit) {}

  /** @param highlight by field, what of it was found */
  record Hit(FoundLead lead, Map<String, List<String>> highlight, @Nullable EventJson latestEvent) {}

  /** @param total how many match, counted up to {@link #MAX_CANDIDATES} */
  record Hits(List<Hit> hits, int total) {}

  record TooLong() implements Refusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "query_invalid", "query must have at most " + LeadQuestion.MAX_CHUNKS + " words");
    }
  }

  Result<Hits, TooLong> search(AccountId account, Asked asked) {
    LeadQuestion question = LeadQuestion.of(asked.query());
    if (question.isTooLong()) {
      return Result.refused(new TooLong());
    }
    if (question.isEmpty() && !asked.query().isBlank()) {
      return Result.done(new Hits(List.of(), 0)); // signs only, which no lead is known by
    }
    follower.catchUp(account);
    String above = snapshots.oldestShown(account);
    int limit = Math.min(asked.limit(), Math.max(0, MAX_HITS - asked.from()));
    return Result.done(question.isEmpty()
        ? newest(account, asked, above, limit)
        : matching(account, asked, question, above, limit));
  }

  private Hits newest(AccountId account, Asked asked, String above, int limit) {
    int total = store.countAll(account, above, MAX_CANDIDATES);
    return hits(account, LeadQuestion.of(""), total,
        store.newest(account, above, asked.order(), MAX_CANDIDATES, asked.from(), limit));
  }

  private Hits matching(AccountId account, Asked asked, LeadQuestion question, String above, int limit) {
    String query = question.query(account);
    int counted = store.count(account, above, query, MAX_FOUND + 1);
    List<LeadId> newest = counted > MAX_FOUND
        ? lookedThrough(account, above, query)
        : counted == 0 ? List.of() : store.fewMatching(account, above, query, MAX_CANDIDATES);
    String exactly = asked.order().by().isPresent() ? "" : question.exactly(account);
    return hits(account, question, newest.size(), newest.isEmpty() || limit == 0 ? List.of()
        : store.page(account, newest, exactly, asked.order(), asked.from(), limit));
  }

  /** So many leads match that the newest of them lie close together. */
  private List<LeadId> lookedThrough(AccountId account, String above, String query) {
    List<LeadId> found = new ArrayList<>();
    String below = LAST;
    List<Looked> looked;
    do {
      looked = store.newestBelow(account, above, below, query, LOOKED_AT_ONCE);
      looked.stream().filter(Looked::matches).limit(MAX_CANDIDATES - found.size()).map(Looked::lead).forEach(found::add);
      below = looked.isEmpty() ? below : looked.getLast().lead().value();
    } while (looked.size() == LOOKED_AT_ONCE && found.size() < MAX_CANDIDATES);
    return found;
  }

  private Hits hits(AccountId account, LeadQuestion question, int total, List<FoundLead> page) {
    Map<LeadId, EventJson> latest = page.isEmpty() ? Map.of()
        : events.latest(account, page.stream().map(FoundLead::id).toList());
    return new Hits(page.stream()
        .map(lead -> new Hit(lead, highlights(question, lead), latest.get(lead.id())))
        .toList(), total);
  }

  private static Map<String, List<String>> highlights(LeadQuestion question, FoundLead lead) {
    Map<String, List<String>> highlights = new LinkedHashMap<>();
    Highlight.of(question, lead.id().value(), false).ifPresent(found -> highlights.put("lead_id", List.of(found)));
    lead.contact().forEach((field, text) ->
        Highlight.of(question, text, LeadFields.PHONES.contains(field))
            .ifPresent(found -> highlights.put(field, List.of(found))));
    return highlights;
  }
}
