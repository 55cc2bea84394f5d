package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.stage.Stage;
import io.sluice.server.feedback.FeedbackKind;
import java.util.Locale;
import java.util.Optional;

/** What most companies would say of leads in stages with these names. */
final class UsualRules {

  private UsualRules() {}

  static Optional<FeedbackRule> of(Stage stage) {
    return switch (stage.name().strip().toLowerCase(Locale.ROOT)) {
      case "won" -> rule(stage, FeedbackKind.CONVERSION, "");
      case "invalid" -> rule(stage, FeedbackKind.RETURN, "Invalid");
      default -> Optional.empty();
    };
  }

  private static Optional<FeedbackRule> rule(Stage stage, FeedbackKind kind, String reason) {
    return Optional.of(new FeedbackRule(stage.id(), kind, reason, FeedbackRule.USUAL_GRACE));
  }
}
