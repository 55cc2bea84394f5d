package io.sluice.server.crm.optout;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person withdrew consent.
 *
 * @param account by whom it was registered: her leads went out from there
 * @param hashes by what she is found; her address and number are not kept
 * @param source how she said so, in the words of whoever registered it
 * @param by absent: she herself, by a link
 * @param dueAt until then everybody who holds her has confirmed
 */
record OptOut(
    AccountId account,
    String id,
    Set<String> hashes,
    Origin origin,
    String source,
    @Nullable UserId by,
    Instant requestedAt,
    Instant dueAt) {

  enum Origin {
    CALL, LINK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What one account is asked to do: to stop using the person and to say so.
   *
   * @param account who holds her
   * @param toldBy {@code webhook} or {@code mail}
   */
  record Request(
      AccountId account,
      String id,
      AccountId asker,
      String optOut,
      Set<String> hashes,
      String toldBy,
      Instant requestedAt,
      Instant dueAt,
      @Nullable Instant confirmedAt,
      @Nullable UserId confirmedBy) {

    boolean overdue(Instant now) {
      Instant confirmed = confirmedAt;
      return confirmed == null ? now.isAfter(dueAt) : confirmed.isAfter(dueAt);
    }
  }
}
