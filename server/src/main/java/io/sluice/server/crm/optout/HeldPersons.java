package io.sluice.server.crm.optout;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.server.crm.lead.LeadsMade;
import io.sluice.server.event.follow.EndedLead;
import io.sluice.server.event.follow.LeadFollower;
import io.sluice.server.kernel.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Remembers, by hash, whose leads each account holds: those of the CRM in the transaction that makes them, those of the
 * exchange off the hot path. Whoever opted out before is told of and marked at once.
 */
@Component
class HeldPersons implements LeadFollower {

  private static final List<String> PHONES = List.of("phone_1", "phone_2", "phone_3");
  private static final int MAX_VALUES = 20;

  private final HeldPersonStore store;
  private final PersonHashes hashes;
  private final OptOuts optOuts;

  HeldPersons(HeldPersonStore store, PersonHashes hashes, OptOuts optOuts) {
    this.store = store;
    this.hashes = hashes;
    this.optOuts = optOuts;
  }

  @EventListener
  void made(LeadsMade notice) {
    List<Long> leads = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (LeadsMade.Known lead : notice.leads()) {
      for (String hash : hashes.of(Person.of(lead.email(), lead.phone(), lead.country()))) {
        leads.add(lead.id());
        known.add(hash);
      }
    }
    if (notice.again()) {
      store.forgetCrm(notice.account(), notice.leads().stream().map(LeadsMade.Known::id).toList());
    }
    store.addCrm(notice.account(), leads, known);
    optOuts.arrived(notice.account(), new TreeSet<>(known), watched -> store.mark(notice.account(),
        leadsWith(watched.hash(), leads, known), watched.since()));
  }

  private static Set<Long> leadsWith(String hash, List<Long> leads, List<String> known) {
    Set<Long> with = new TreeSet<>();
    for (int i = 0; i < leads.size(); i++) {
      if (known.get(i).equals(hash)) {
        with.add(leads.get(i));
      }
    }
    return with;
  }

  @Override
  public void take(AccountId account, List<EndedLead> ended) {
    List<String> leads = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (EndedLead lead : ended) {
      for (String hash : hashes.of(person(lead))) {
        leads.add(lead.id().value());
        known.add(hash);
      }
    }
    if (!leads.isEmpty()) {
      store.addExchange(account, leads, known);
      optOuts.arrived(account, new TreeSet<>(known), _ -> {});
    }
  }

  private static Person person(EndedLead lead) {
    Person person = new Person();
    if (lead.vars().get("lead") instanceof Map<?, ?> fields) {
      texts(fields.get("email"), person::email);
      String country = fields.get("country") instanceof String code ? code : null;
      PHONES.forEach(field -> texts(fields.get(field), text -> person.phone(text, country)));
    }
    return person;
  }

  /** As it was written and as it was understood; of a field that came several times, each. */
  private static void texts(@Nullable Object value, Consumer<String> each) {
    if (value instanceof List<?> several) {
      several.stream().limit(MAX_VALUES).forEach(one -> texts(one, each));
    } else if (value != null) {
      String understood = Values.text(value);
      each.accept(understood);
      String written = value instanceof TypedValue typed ? Values.text(typed.raw()) : understood;
      if (!written.equals(understood)) {
        each.accept(written);
      }
    }
  }
}
