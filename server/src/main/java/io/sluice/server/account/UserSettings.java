package io.sluice.server.account;

import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which mails a user wants (exchange 4.9, 17). */
public record UserSettings(UserId user, Notification submissionDocUpdates, Notification connectionInvites) {

  /** One switch, and since when it is off. */
  public record Notification(boolean enabled, @Nullable Instant unsubscribedAt) {

    static final Notification ON = new Notification(true, null);

    Notification switched(boolean on, Instant now) {
      if (on) {
        return ON;
      }
      return new Notification(false, unsubscribedAt == null ? now : unsubscribedAt);
    }
  }

  static UserSettings untouched(UserId user) {
    return new UserSettings(user, Notification.ON, Notification.ON);
  }
}
