package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.template.Vars;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cap that can tell which leads it counts. Immutable. */
public final class CompiledCap {

  private static final String DEFAULT_REASON = "Cap reached";

  private final Cap definition;
  private final String id;
  private final CompiledRules rules;
  private final ReasonTemplate reason;
  private final List<CompiledCap> nested;

  private CompiledCap(
      Cap definition, String id, CompiledRules rules, ReasonTemplate reason, List<CompiledCap> nested) {
    this.definition = definition;
    this.id = id;
    this.rules = rules;
    this.reason = reason;
    this.nested = nested;
  }

  static List<CompiledCap> compileAll(@Nullable List<Cap> caps, String path, Problems problems) {
    var compiled = new ArrayList<CompiledCap>();
    if (caps != null) {
      for (int i = 0; i < caps.size(); i++) {
        compiled.add(compile(caps.get(i), path + "." + i, problems));
      }
    }
    return List.copyOf(compiled);
  }

  private static CompiledCap compile(Cap cap, String path, Problems problems) {
    if (cap.id() == null || cap.id().isBlank()) {
      problems.add(path + ".id", "an id is required");
    }
    if (cap.type() != null && !cap.type().equals("volume")) {
      problems.add(path + ".type", "must be 'volume'");
    }
    if (cap.maximum() == null || cap.maximum() < 0) {
      problems.add(path + ".maximum", "must be 0 or more");
    }
    Intervals.check(cap.duration(), cap.durationUnits(), cap.timeZone(), path, problems);
    return new CompiledCap(
        cap,
        cap.id() == null ? "" : cap.id(),
        CompiledRules.compile(cap.ruleSet(), path + ".rule_set", problems),
        ReasonTemplate.compile(cap.reason(), path + ".reason", problems),
        compileAll(cap.caps(), path + ".caps", problems));
  }

  /** All of {@code caps} whose rules pass, each followed by those nested in it that do. */
  static List<CompiledCap> matching(List<CompiledCap> caps, Vars vars) {
    if (caps.isEmpty()) {
      return caps;
    }
    var matching = new ArrayList<CompiledCap>();
    addMatching(caps, vars, matching);
    return matching;
  }

  private static void addMatching(List<CompiledCap> caps, Vars vars, List<CompiledCap> matching) {
    for (int i = 0; i < caps.size(); i++) {
      var cap = caps.get(i);
      if (cap.rules.pass(vars)) {
        matching.add(cap);
        addMatching(cap.nested, vars, matching);
      }
    }
  }

  static List<Cap> definitions(List<CompiledCap> caps) {
    return caps.isEmpty() ? List.of() : caps.stream().map(CompiledCap::definition).toList();
  }

  public String id() {
    return id;
  }

  public Cap definition() {
    return definition;
  }

  /** Why a lead finds no room below it. */
  public String reason(Vars vars) {
    return reason.text(vars, DEFAULT_REASON);
  }
}
