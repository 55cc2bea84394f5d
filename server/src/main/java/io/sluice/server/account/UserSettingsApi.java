package io.sluice.server.account;

import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /user_settings} (exchange 17): the id is the user's; a user sees and changes only her own. */
@ExchangeApi
class UserSettingsApi {

  record SwitchJson(@Nullable Boolean enabled, @Nullable Instant unsubscribedAt) {

    static SwitchJson of(UserSettings.Notification notification) {
      return new SwitchJson(notification.enabled(), notification.unsubscribedAt());
    }
  }

  record NotificationsJson(@Nullable SwitchJson submissionDocUpdates, @Nullable SwitchJson connectionInvites) {}

  record SettingsJson(@Nullable UserId id, @Nullable NotificationsJson notifications) {

    static SettingsJson of(UserSettings settings) {
      return new SettingsJson(settings.user(), new NotificationsJson(
          SwitchJson.of(settings.submissionDocUpdates()), SwitchJson.of(settings.connectionInvites())));
    }

    @Nullable Boolean submissionDocUpdates() {
      return notifications == null || notifications.submissionDocUpdates() == null
          ? null : notifications.submissionDocUpdates().enabled();
    }

    @Nullable Boolean connectionInvites() {
      return notifications == null || notifications.connectionInvites() == null
          ? null : notifications.connectionInvites().enabled();
    }
  }

  private final Users users;

  UserSettingsApi(Users users) {
    this.users = users;
  }

  @PostMapping("/user_settings")
  Answer<SettingsJson> create(SignedIn caller, @RequestBody SettingsJson wanted) {
    return Answer.created(save(caller, wanted));
  }

  @GetMapping("/user_settings/{id}")
  Answer<SettingsJson> show(SignedIn caller, @PathVariable String id) {
    if (!isOwn(caller, id)) {
      return Answer.problem(Problem.notFound());
    }
    return Answer.ok(SettingsJson.of(users.settings(caller.account(), caller.user())));
  }

  @PutMapping("/user_settings/{id}")
  Answer<SettingsJson> change(SignedIn caller, @PathVariable String id, @RequestBody SettingsJson wanted) {
    if (!isOwn(caller, id)) {
      return Answer.problem(Problem.notFound());
    }
    return Answer.ok(save(caller, wanted));
  }

  private static boolean isOwn(SignedIn caller, String id) {
    return ObjectIds.valid(id) && UserId.of(id).equals(caller.user());
  }

  private SettingsJson save(SignedIn caller, SettingsJson wanted) {
    return SettingsJson.of(users.switchNotifications(
        caller.account(), caller.user(), wanted.submissionDocUpdates(), wanted.connectionInvites()));
  }
}
