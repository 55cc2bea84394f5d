package io.sluice.engine.rule;

import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import org.jspecify.annotations.Nullable;

/** What is compared: a variable, or the result of a template. */
sealed interface Left {

  /** As written. */
  String source();

  /** Null when there is none. */
  @Nullable Object value(Vars vars);

  boolean rollsDice();

  record OfVariable(VarPath path) implements Left {

    @Override
    public String source() {
      return path.toString();
    }

    @Override
    public @Nullable Object value(Vars vars) {
      return vars.get(path);
    }

    @Override
    public boolean rollsDice() {
      return false;
    }
  }

  record OfTemplate(Template template) implements Left {

    @Override
    public String source() {
      return template.source();
    }

    @Override
    public @Nullable Object value(Vars vars) {
      try {
        return template.value(vars);
      } catch (RenderFailure noResult) {
        // A template without a result for this lead is a missing value, and rules say what that means (exchange 6.2).
        return null;
      }
    }

    @Override
    public boolean rollsDice() {
      return template.rollsDice();
    }
  }
}
