package io.sluice.server.crm.appointment;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.Moments;
import io.sluice.server.crm.Paging;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /appointments} (crm 2.19). */
@CrmApi
class AppointmentApi {

  record OneJson(AppointmentJson appointment) {}

  record PageJson(List<AppointmentJson> appointments, Paging.MetaJson meta) {}

  private final Appointments appointments;
  private final Accounts accounts;

  AppointmentApi(Appointments appointments, Accounts accounts) {
    this.appointments = appointments;
    this.accounts = accounts;
  }

  @GetMapping("/api/v1/appointments")
  Answer<PageJson> list(
      Person caller,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage) {
    ZoneId zone = ZoneId.of(accounts.of(caller.account()).timeZone());
    Map<String, List<String>> problems = new TreeMap<>();
    Optional<Instant> first = from == null ? Optional.empty() : Moments.at(from, zone);
    Optional<Instant> behind = to == null ? Optional.empty() : Moments.behind(to, zone);
    if (from != null && first.isEmpty()) {
      problems.put("from", List.of(Moments.SENTENCE));
    }
    if (to != null && behind.isEmpty()) {
      problems.put("to", List.of(Moments.SENTENCE));
    }
    if (!problems.isEmpty()) {
      return Answer.problem(CrmProblems.invalid(problems));
    }
    Paging paging = Paging.of(page, perPage);
    Appointments.Page found = appointments.of(caller.user(), new AppointmentStore.Question(first.orElse(null),
        behind.orElse(null), status == null ? null : Appointment.Status.of(status).orElseThrow()), paging);
    return Answer.ok(new PageJson(
        found.appointments().stream().map(AppointmentJson::of).toList(), paging.meta(found.total())));
  }

  @GetMapping("/api/v1/appointments/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return appointments.find(caller, id)
        .map(appointment -> Answer.ok(new OneJson(AppointmentJson.of(appointment))))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }
}
