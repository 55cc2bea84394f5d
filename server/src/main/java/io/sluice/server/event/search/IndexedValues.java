package io.sluice.server.event.search;

import io.sluice.server.event.LeadsByValue;
import io.sluice.server.event.follow.Follower;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.Words;
import io.sluice.server.kernel.Words.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Leads by the words of their contact fields: equal texts have equal words. */
@Component
final class IndexedValues implements LeadsByValue {

  private static final int MAX_LEADS = 1_000;
  private static final Set<String> PROPERTIES = LeadFields.CONTACT.stream()
      .filter(field -> !Set.of("state", "city", "first_name").contains(field)) // too many leads share them
      .map(field -> "vars.lead." + field)
      .collect(Collectors.toSet());

  private final LeadSearchStore store;
  private final Follower follower;

  IndexedValues(LeadSearchStore store, Follower follower) {
    this.store = store;
    this.follower = follower;
  }

  @Override
  public Optional<Set<LeadId>> holding(AccountId account, String property, String value, String above, String below) {
    if (!PROPERTIES.contains(property) || value.length() >= LeadFields.MAX_CHARS) {
      return Optional.empty();
    }
    List<Chunk> chunks = Words.chunks(value);
    if (chunks.isEmpty() || chunks.size() > LeadQuestion.MAX_CHUNKS || !follower.catchUp(account)) {
      return Optional.empty();
    }
    String mark = LeadWords.mark(account);
    String query = chunks.stream().map(chunk -> "'" + mark + chunk.joined() + "'").collect(Collectors.joining(" & "));
    List<LeadId> leads = store.any(account, above, below, query, MAX_LEADS + 1);
    return leads.size() > MAX_LEADS ? Optional.empty() : Optional.of(Set.copyOf(leads));
  }
}
