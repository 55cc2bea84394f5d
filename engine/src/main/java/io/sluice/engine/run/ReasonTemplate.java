package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import org.jspecify.annotations.Nullable;

/** A reason that may name variables, and may be absent. */
record ReasonTemplate(@Nullable Template template) {

  static ReasonTemplate compile(@Nullable String reason, String path, Problems problems) {
    if (reason == null || reason.isBlank()) {
      return new ReasonTemplate(null);
    }
    try {
      return new ReasonTemplate(Template.compile(reason));
    } catch (BadTemplate e) {
      problems.add(path, String.valueOf(e.getMessage()));
      return new ReasonTemplate(null);
    }
  }

  /** Null when there is no reason, or nothing is left of it for this lead. */
  @Nullable String text(Vars vars) {
    if (template == null) {
      return null;
    }
    try {
      String text = template.text(vars).trim();
      return text.isEmpty() ? null : text;
    } catch (RenderFailure noResult) {
      // A reason is for people; a lead's outcome must not depend on whether its sentence can be written.
      return null;
    }
  }

  String text(Vars vars, String otherwise) {
    String text = text(vars);
    return text == null ? otherwise : text;
  }
}
