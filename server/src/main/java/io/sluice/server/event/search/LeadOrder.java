package io.sluice.server.event.search;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How hits are sorted (exchange 12.5). Ties and relevance end in the newest first. */
record LeadOrder(Optional<By> by, boolean ascending) {

  enum By {
    LEAD_ID, SUBMISSION_TIMESTAMP, FIRST_NAME, LAST_NAME, EMAIL, PHONE_1, PHONE_2, ADDRESS_1, CITY, STATE, POSTAL_CODE,
    REFERENCE
  }

  /** Of parameters that the contract has checked. */
  static LeadOrder of(@Nullable String sortBy, @Nullable String sortDir) {
    return new LeadOrder(
        Optional.ofNullable(sortBy).map(name -> By.valueOf(name.toUpperCase(Locale.ROOT))),
        sortDir == null ? sortBy != null : sortDir.equals("asc"));
  }

  String sql() {
    String direction = ascending ? "ASC" : "DESC";
    return by.map(column -> switch (column) {
      case LEAD_ID, SUBMISSION_TIMESTAMP -> "lead_id " + direction;
      case FIRST_NAME, LAST_NAME, EMAIL, PHONE_1, PHONE_2, ADDRESS_1, CITY, STATE, POSTAL_CODE, REFERENCE ->
          "lower(" + column.name().toLowerCase(Locale.ROOT) + ") COLLATE \"C\" " + direction
              + " NULLS LAST, lead_id DESC";
    }).orElse("is_exact DESC, lead_id DESC");
  }
}
