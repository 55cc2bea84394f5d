package io.sluice.server.crm.appointment;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lead is met. @param userAccess whose it is */
public record Appointment(
    AccountId account,
    CompanyId company,
    long id,
    long lead,
    @Nullable String leadName,
    long userAccess,
    String title,
    @Nullable String location,
    Instant startsAt,
    Instant endsAt,
    Status status) {

  public enum Status {
    SCHEDULED, DONE, CANCELED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Status> of(String word) {
      return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }
  }
}
