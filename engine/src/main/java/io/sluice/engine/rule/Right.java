package io.sluice.engine.rule;

import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.rule.operator.Question;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it is compared with: prepared once when it is constant, for every lead when it is a template. */
sealed interface Right {

  Constant resolve(Operator operator, Vars vars);

  /** The right side as {@code vars} show it; an empty text when there is none. */
  Object shown(Vars vars);

  boolean rollsDice();

  record Constant(Object rhv, Question.Check check) implements Right {

    @Override
    public Constant resolve(Operator operator, Vars vars) {
      return this;
    }

    @Override
    public Object shown(Vars vars) {
      return rhv;
    }

    @Override
    public boolean rollsDice() {
      return false;
    }
  }

  record OfTemplates(List<Template> templates) implements Right {

    private static final Constant NEVER = new Constant("", left -> false);

    @Override
    public Constant resolve(Operator operator, Vars vars) {
      try {
        Object value = value(vars);
        return value == null ? NEVER : new Constant(value, operator.question().against(value));
      } catch (RenderFailure | BadTemplate noResult) {
        // A right side that has no result, or is no pattern, for this lead can be equal to nothing.
        return NEVER;
      }
    }

    @Override
    public Object shown(Vars vars) {
      try {
        Object value = value(vars);
        return value == null ? "" : value;
      } catch (RenderFailure noResult) {
        // As above: there is nothing to show.
        return "";
      }
    }

    private @Nullable Object value(Vars vars) {
      return templates.size() == 1
          ? templates.getFirst().value(vars)
          : templates.stream().map(template -> template.text(vars)).toList();
    }

    @Override
    public boolean rollsDice() {
      return templates.stream().anyMatch(Template::rollsDice);
    }
  }
}
