package io.sluice.engine.mapping;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mappings of one integration, compiled once and applied in order (exchange 5.5). Immutable. */
public final class CompiledMappings {

  private static final CompiledMappings NONE = new CompiledMappings(List.of());

  private final List<Assignment> assignments;

  private CompiledMappings(List<Assignment> assignments) {
    this.assignments = assignments;
  }

  /** Compiles what can be compiled and reports the rest. */
  public static CompiledMappings compile(@Nullable List<Mapping> mappings, String path, Problems problems) {
    if (mappings == null || mappings.isEmpty()) {
      return NONE;
    }
    var assignments = new ArrayList<Assignment>();
    for (int i = 0; i < mappings.size(); i++) {
      var assignment = compile(mappings.get(i), path + "." + i, problems);
      if (assignment != null) {
        assignments.add(assignment);
      }
    }
    return new CompiledMappings(List.copyOf(assignments));
  }

  public boolean isEmpty() {
    return assignments.isEmpty();
  }

  /**
   * Writes into {@code target} what the mappings make of {@code vars}. A mapping that fails is skipped.
   *
   * @return the mappings that were applied, in order
   */
  public List<Mapping> apply(Vars vars, Map<String, Object> target) {
    if (assignments.isEmpty()) {
      return List.of();
    }
    var applied = new ArrayList<Mapping>(assignments.size());
    for (int i = 0; i < assignments.size(); i++) {
      var assignment = assignments.get(i);
      if (assignment.apply(vars, target)) {
        applied.add(assignment.mapping());
      }
    }
    return applied;
  }

  private static @Nullable Assignment compile(Mapping mapping, String path, Problems problems) {
    var rules = CompiledRules.compile(mapping.ruleSet(), path + ".rule_set", problems);
    var property = compileProperty(mapping.property(), path, problems);
    try {
      var source = Source.of(mapping.value());
      return property == null ? null : new Assignment(mapping, property, source, rules);
    } catch (BadTemplate e) {
      problems.add(path + ".value", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable PropertyPath compileProperty(@Nullable String property, String path, Problems problems) {
    if (property == null || property.isBlank()) {
      problems.add(path + ".property", "a property is required");
      return null;
    }
    try {
      return PropertyPath.of(property);
    } catch (IllegalArgumentException e) {
      problems.add(path + ".property", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private record Assignment(Mapping mapping, PropertyPath property, Source source, CompiledRules rules) {

    boolean apply(Vars vars, Map<String, Object> target) {
      if (!rules.pass(vars)) {
        return false;
      }
      try {
        var value = source.value(vars);
        if (source.isTemplated() && isBlank(value)) {
          return false;
        }
        property.set(target, value);
        return true;
      } catch (RenderFailure failed) {
        // Exchange 5.5: a mapping that fails does not stop processing. It is missing among the applied ones.
        return false;
      }
    }

    private static boolean isBlank(@Nullable Object value) {
      return value == null || (!(value instanceof Collection<?>) && Values.text(value).isBlank());
    }
  }

  /** Where the value comes from. */
  private sealed interface Source {

    @Nullable Object value(Vars vars);

    /** A template that yields blank is skipped, an explicit empty text is applied. */
    boolean isTemplated();

    static Source of(@Nullable Object value) {
      return switch (value) {
        case String text -> Template.isTemplate(text) ? new Rendered(Template.compile(text)) : new Constant(text);
        case Collection<?> list -> new Listed(list.stream().map(Source::of).toList());
        case null -> new Constant(null);
        default -> new Constant(value);
      };
    }
  }

  private record Constant(@Nullable Object constant) implements Source {
    @Override
    public @Nullable Object value(Vars vars) {
      return constant;
    }

    @Override
    public boolean isTemplated() {
      return false;
    }
  }

  private record Rendered(Template template) implements Source {
    @Override
    public @Nullable Object value(Vars vars) {
      return template.value(vars);
    }

    @Override
    public boolean isTemplated() {
      return true;
    }
  }

  private record Listed(List<Source> elements) implements Source {
    @Override
    public Object value(Vars vars) {
      var values = new ArrayList<@Nullable Object>(elements.size());
      elements.forEach(element -> values.add(element.value(vars)));
      return values;
    }

    @Override
    public boolean isTemplated() {
      return false;
    }
  }
}
