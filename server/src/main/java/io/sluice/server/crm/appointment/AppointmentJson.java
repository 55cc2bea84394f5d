package io.sluice.server.crm.appointment;

import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An appointment as the contract shows it (crm 2.19). */
public record AppointmentJson(
    long id,
    LeadJson lead,
    CompanyId companyId,
    long userAccessId,
    String title,
    Instant startsAt,
    Instant endsAt,
    @Nullable String location,
    String status) {

  public record LeadJson(long id, @Nullable String fullName) {}

  public static AppointmentJson of(Appointment appointment) {
    return new AppointmentJson(appointment.id(), new LeadJson(appointment.lead(), appointment.leadName()),
        appointment.company(), appointment.userAccess(), appointment.title(), appointment.startsAt(),
        appointment.endsAt(), appointment.location(), appointment.status().word());
  }
}
