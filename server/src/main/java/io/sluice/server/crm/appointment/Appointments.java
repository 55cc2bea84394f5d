package io.sluice.server.crm.appointment;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.Moments;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Appointments, which are written with their lead and read by whose they are. */
@Component
public class Appointments {

  private static final int MOST = 500;
  private static final int MAX_CHARS = 255;
  private static final String FIELD = "appointments_attributes";

  private final AppointmentStore store;
  private final Standings standings;
  private final Clock clock;

  Appointments(AppointmentStore store, Standings standings, Clock clock) {
    this.store = store;
    this.standings = standings;
    this.clock = clock;
  }

  record Page(List<Appointment> appointments, long total) {}

  /** The soonest first, in all the user's companies. */
  Page of(UserId user, AppointmentStore.Question question, Paging paging) {
    return new Page(store.ofUser(user, question, paging), store.count(user, question));
  }

  /** Its own, and for a manager anybody's in her companies. */
  Optional<Appointment> find(Person person, String id) {
    return CrmIds.read(id).flatMap(number -> standings.accountsOf(person).stream()
        .flatMap(account -> store.find(account, number).stream()).findFirst())
        .filter(appointment -> standings.in(appointment.company(), person).filter(standing ->
            standing.may(Access.MANAGER) || Objects.equals(standing.userAccess(), appointment.userAccess())).isPresent());
  }

  /** The soonest first. */
  public List<Appointment> ofLead(AccountId account, long lead) {
    return store.ofLead(account, lead);
  }

  /** What is to be written when everything about it is decided, or else all that is wrong with it. */
  public record Decided(List<Appointment> appointments, Map<String, List<String>> problems) {}

  /**
   * @param lead whose they are; 0: one that is still to be made
   * @param assignee who works the lead; absent: nobody
   */
  public Decided decide(Standing by, long lead, @Nullable Long assignee, List<WantedAppointment> wanted) {
    if (wanted.isEmpty()) {
      return new Decided(List.of(), Map.of());
    }
    List<Appointment> before = lead == 0 ? List.of() : store.ofLead(by.account(), lead);
    Map<String, List<String>> problems = new TreeMap<>();
    if (before.size() + wanted.stream().filter(one -> one.id() == null).count() > MOST) {
      problems.put(FIELD, List.of("are too many: a lead has at most " + MOST));
    }
    Set<Long> named = new TreeSet<>();
    wanted.forEach(one -> Optional.ofNullable(one.userAccessId()).ifPresent(named::add));
    Set<Long> known = new TreeSet<>(named.isEmpty() ? List.of() : store.known(by.account(), by.company(), named));
    List<Appointment> decided = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      var telling = new Telling(FIELD + "[" + i + "]", problems);
      one(by, lead, assignee, wanted.get(i), before, known, telling).ifPresent(decided::add);
    }
    return new Decided(decided, problems);
  }

  private record Telling(String place, Map<String, List<String>> problems) {

    void tell(String field, String sentence) {
      problems.computeIfAbsent(place + "." + field, _ -> new ArrayList<>()).add(sentence);
    }
  }

  private static Optional<Appointment> one(Standing by, long lead, @Nullable Long assignee, WantedAppointment wanted,
      List<Appointment> all, Set<Long> known, Telling telling) {
    Optional<Appointment> before = all.stream().filter(one -> Objects.equals(one.id(), wanted.id())).findFirst();
    if (wanted.id() != null && before.isEmpty()) {
      telling.tell("id", "is not one of the lead's appointments");
      return Optional.empty();
    }
    Optional<Instant> starts = moment("starts_at", wanted.startsAt(), before.map(Appointment::startsAt), telling);
    Optional<Instant> ends = moment("ends_at", wanted.endsAt(), before.map(Appointment::endsAt), telling);
    if (starts.isPresent() && ends.isPresent() && !ends.get().isAfter(starts.get())) {
      telling.tell("ends_at", "must be after starts_at");
    }
    Optional<String> title = Optional.ofNullable(wanted.title()).map(Appointments::kept).or(() -> before.map(Appointment::title));
    if (title.isEmpty() || title.get().isEmpty()) {
      telling.tell("title", "can't be blank");
    }
    String location = wanted.location() == null ? before.map(Appointment::location).orElse(null) : kept(wanted.location());
    if (title.filter(text -> text.length() > MAX_CHARS).isPresent()) {
      telling.tell("title", "must have at most " + MAX_CHARS + " characters");
    }
    if (location != null && location.length() > MAX_CHARS) {
      telling.tell("location", "must have at most " + MAX_CHARS + " characters");
    }
    Optional<Appointment.Status> status = wanted.status() == null
        ? Optional.of(before.map(Appointment::status).orElse(Appointment.Status.SCHEDULED))
        : Appointment.Status.of(wanted.status());
    if (status.isEmpty()) {
      telling.tell("status", "must be scheduled, done or canceled");
    }
    Optional<Long> whose = whose(by, assignee, wanted, before, known, telling);
    if (starts.isEmpty() || ends.isEmpty() || title.isEmpty() || status.isEmpty() || whose.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Appointment(by.account(), by.company(), before.map(Appointment::id).orElse(0L), lead, null,
        whose.get(), title.get(), location == null || location.isEmpty() ? null : location, starts.get(), ends.get(),
        status.get()));
  }

  /** An agent has its own appointments only. */
  private static Optional<Long> whose(Standing by, @Nullable Long assignee, WantedAppointment wanted,
      Optional<Appointment> before, Set<Long> known, Telling telling) {
    Long named = wanted.userAccessId();
    Long own = by.userAccess();
    Optional<Long> whose = Optional.ofNullable(named).or(() -> before.map(Appointment::userAccess));
    if (named != null && !known.contains(named)) {
      telling.tell("user_access_id", "is not one of the company's");
      return Optional.empty();
    }
    if (!by.may(Access.MANAGER)) {
      if (whose.filter(one -> !Objects.equals(one, own)).isPresent()) {
        telling.tell("user_access_id", "must be your own");
      }
      return Optional.ofNullable(own);
    }
    Optional<Long> found = whose.or(() -> Optional.ofNullable(assignee)).or(() -> Optional.ofNullable(own));
    if (found.isEmpty()) {
      telling.tell("user_access_id", "must be given: nobody works the lead");
    }
    return found;
  }

  private static Optional<Instant> moment(
      String field, @Nullable String text, Optional<Instant> before, Telling telling) {
    if (text == null) {
      if (before.isEmpty()) {
        telling.tell(field, "can't be blank");
      }
      return before;
    }
    Optional<Instant> moment = Moments.exact(text);
    if (moment.isEmpty()) {
      telling.tell(field, "must be a time such as 2026-03-02T09:00:00Z");
    }
    return moment;
  }

  private static String kept(String text) {
    return text.replace("\0", "").strip();
  }

  /** Writes what was decided. @param lead whose they are */
  @Transactional(propagation = Propagation.MANDATORY)
  public void write(AccountId account, CompanyId company, long lead, List<Appointment> decided) {
    Instant now = clock.instant();
    for (Appointment one : decided) {
      Appointment known = new Appointment(account, company, one.id(), lead, null, one.userAccess(), one.title(),
          one.location(), one.startsAt(), one.endsAt(), one.status());
      if (one.id() == 0) {
        store.insert(account, known, now);
      } else {
        store.update(account, known, now);
      }
    }
  }
}
