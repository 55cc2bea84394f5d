package io.sluice.server.crm.campaign;

import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A marketing effort that yields leads. */
public record Campaign(
    long id,
    CompanyId company,
    String name,
    Status status,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    Instant createdAt,
    Instant updatedAt) {

  public enum Status {
    DRAFT, ACTIVE, PAUSED, FINISHED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
