package io.sluice.server.event.search;

import io.sluice.server.event.follow.EndedLead;
import io.sluice.server.event.follow.LeadFollower;
import io.sluice.server.kernel.AccountId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps what search knows of leads. Masked values are not in it: they were masked before anybody wrote them. */
@Component
final class LeadIndex implements LeadFollower {

  private static final int MAX_NAME_CHARS = 200;

  private final LeadSearchStore store;

  LeadIndex(LeadSearchStore store) {
    this.store = store;
  }

  @Override
  public void take(AccountId account, List<EndedLead> leads) {
    List<FoundLead> found = new ArrayList<>(leads.size());
    List<String> words = new ArrayList<>(leads.size());
    for (EndedLead lead : leads) {
      Map<?, ?> fields = lead.vars().get("lead") instanceof Map<?, ?> known ? known : Map.of();
      Map<String, String> contact = new LinkedHashMap<>();
      LeadWords known = new LeadWords(account).add(lead.id().value());
      for (String field : LeadFields.CONTACT) {
        String shown = LeadFields.shown(fields, field);
        if (shown != null) {
          contact.put(field, shown);
          LeadFields.addWords(known, fields, field);
        }
      }
      found.add(new FoundLead(lead.id(), lead.flow(), name(lead, "flow"), lead.source(), name(lead, "source"),
          lead.receivedAt(), contact));
      words.add(known.vector());
    }
    store.insert(account, found, words);
  }

  private static @Nullable String name(EndedLead lead, String of) {
    String name = lead.name(of);
    return name.isEmpty() ? null : name.substring(0, Math.min(MAX_NAME_CHARS, name.length()));
  }
}
