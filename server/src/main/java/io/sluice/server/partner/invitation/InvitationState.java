package io.sluice.server.partner.invitation;

import java.util.Locale;

/** Exchange 4.3. */
public enum InvitationState {
  SENT, EXPIRED, ACCEPTED, DECLINED, CANCELLED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static InvitationState named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
