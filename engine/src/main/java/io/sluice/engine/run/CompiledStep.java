package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step, compiled once. */
sealed interface CompiledStep {

  Step definition();

  static CompiledStep compile(Step step, String path, Problems problems) {
    return switch (step) {
      case FilterStep filter -> CompiledFilter.compile(filter, path, problems);
      case RecipientStep recipient -> CompiledRecipient.compile(recipient, path, problems);
    };
  }

  /** @param outcome null stands for {@code failure} */
  record CompiledFilter(FilterStep definition, CompiledRules rules, @Nullable Template outcome, ReasonTemplate reason)
      implements CompiledStep {

    static CompiledFilter compile(FilterStep step, String path, Problems problems) {
      if (step.ruleSet() == null || step.ruleSet().rules() == null || step.ruleSet().rules().isEmpty()) {
        problems.add(path + ".rule_set", "at least one rule is required, or the filter would stop every lead");
      }
      return new CompiledFilter(
          step,
          CompiledRules.compile(step.ruleSet(), path + ".rule_set", problems),
          compileOutcome(step.outcome(), path + ".outcome", problems),
          ReasonTemplate.compile(step.reason(), path + ".reason", problems));
    }

    private static @Nullable Template compileOutcome(@Nullable String outcome, String path, Problems problems) {
      if (outcome == null || outcome.isBlank()) {
        return null;
      }
      if (!Template.isTemplate(outcome) && Outcome.ofWord(outcome).isEmpty()) {
        problems.add(path, "must be success, failure, error or a template");
      }
      try {
        return Template.compile(outcome);
      } catch (BadTemplate e) {
        problems.add(path, String.valueOf(e.getMessage()));
        return null;
      }
    }

    /** The outcome of a stopped lead; a template that names no outcome, as that of a skipped step, is a failure. */
    Outcome outcome(Vars vars) {
      try {
        return outcome == null ? Outcome.FAILURE : Outcome.ofWord(outcome.text(vars)).orElse(Outcome.FAILURE);
      } catch (RenderFailure noResult) {
        // The filter matched, so the lead stops; failure is the outcome of a filter that says none.
        return Outcome.FAILURE;
      }
    }
  }

  /**
   * @param key under which later steps find what this one returned
   * @param isKeyShared whether other steps add to what is there, and list checks, too
   */
  record CompiledRecipient(
      RecipientStep definition,
      String key,
      boolean isKeyShared,
      Map<String, Object> variables,
      CompiledIntegration integration,
      CompiledRules rules,
      List<CompiledCap> caps,
      CompiledPricing pricing,
      @Nullable CompiledFeedback feedback)
      implements CompiledStep {

    private static final Set<String> TAKEN =
        Set.of("lead", "submission", "account", "flow", "source", "recipient", "feedback", "suppressionlist",
            "price", "purchase_price", "event_id");
    private static final String LISTS = "suppressionlist";
    private static final String LIST_MODULES = "leadconduit-suppressionlist.";

    static CompiledRecipient compile(RecipientStep step, String path, Problems problems) {
      var entity = step.entity();
      if (entity == null || entity.id() == null || entity.name() == null) {
        problems.add(path + ".entity", "an entity with id and name is required");
      }
      String id = entity == null || entity.id() == null ? "" : entity.id();
      String name = entity == null || entity.name() == null ? "" : entity.name();
      boolean asksLists = step.integration() != null && step.integration().moduleId() != null
          && step.integration().moduleId().startsWith(LIST_MODULES);
      return new CompiledRecipient(
          step,
          asksLists ? LISTS : key(name),
          asksLists,
          Map.of("id", id, "name", name),
          CompiledIntegration.compile(step.integration(), path + ".integration", problems),
          CompiledRules.compile(step.ruleSet(), path + ".rule_set", problems),
          CompiledCap.compileAll(step.caps(), path + ".caps", problems),
          CompiledPricing.compile(step.pricing(), path + ".pricing", problems),
          CompiledFeedback.compile(step.feedback(), path + ".feedback", problems));
    }

    /**
     * {@code My CRM} is {@code my_crm} (exchange 3.5); a recipient must not hide the lead by its name. What list modules
     * return stands beside the flow's own list checks, whatever their recipient is called (exchange 5.6).
     */
    static String key(String name) {
      var key = new StringBuilder();
      name.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
        if (Character.isLetterOrDigit(c)) {
          key.appendCodePoint(c);
        } else if (!key.isEmpty() && key.charAt(key.length() - 1) != '_') {
          key.append('_');
        }
      });
      while (!key.isEmpty() && key.charAt(key.length() - 1) == '_') {
        key.setLength(key.length() - 1);
      }
      String word = key.toString();
      return word.isEmpty() || TAKEN.contains(word) ? "recipient_" + word : word;
    }
  }
}
