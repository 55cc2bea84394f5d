package io.sluice.bench.engine;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.Vars;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One rule asked of a lead, for each kind of question. */
@State(Scope.Thread)
public class RuleBenchmark {

  private static final List<String> POSTAL_CODES = IntStream.range(0, 1_000).mapToObj(i -> "" + (78_000 + i)).toList();

  private static final Map<String, Rule> RULES = Map.ofEntries(
      Map.entry("equal, text", Rule.of("lead.state", "is equal to", "tx")),
      Map.entry("equal, number", Rule.of("lead.annual_salary", "is equal to", 52000)),
      Map.entry("equal, template", Rule.of("lead.state", "is equal to", "{{lead.state}}")),
      Map.entry("greater, number", Rule.of("lead.annual_salary", "is greater than", 40000)),
      Map.entry("greater, date", Rule.of("lead.dob", "is less than", "2008-01-15")),
      Map.entry("between", Rule.of("lead.age", "is between", "18-65")),
      Map.entry("included in 10", Rule.of("lead.state", "is included in", "AL,AK,AZ,AR,CA,CO,CT,DE,FL,TX")),
      Map.entry("included in 1000", Rule.of("lead.postal_code.zip", "is included in", POSTAL_CODES)),
      Map.entry("includes", Rule.of("lead.comments", "includes", "stapler")),
      Map.entry("pattern", Rule.of("lead.postal_code", "matches pattern", "^78[67]\\d{2}")),
      Map.entry("pattern, not at once", Rule.of("lead.comments", "matches pattern", "(even|morn)ing$")),
      Map.entry("glob", Rule.of("lead.email", "matches pattern", "*@initech.*")),
      Map.entry("blank", Rule.of("lead.email", "is not blank")),
      Map.entry("true", Rule.of("lead.opt_in", "is true")),
      Map.entry("format", Rule.of("lead.phone_1", "format is valid")),
      Map.entry("obscene", Rule.of("lead.comments", "is not obscene")));

  @Param({"blank", "true", "format", "equal, text", "equal, number", "equal, template", "greater, number",
    "greater, date", "between", "included in 10", "included in 1000", "includes", "pattern", "pattern, not at once",
    "glob", "obscene"})
  private String rule = "blank";

  private final Vars vars = Lead.vars();
  private CompiledRules compiled = CompiledRules.none();

  @Setup
  public void compile() {
    var problems = new Problems();
    compiled = CompiledRules.compile(RuleSet.and(Objects.requireNonNull(RULES.get(rule))), "rule_set", problems);
    if (!problems.isEmpty() || !compiled.pass(vars)) {
      throw new IllegalStateException(rule + " is to pass: " + problems.list());
    }
    Warm.up(this::pass);
  }

  @Benchmark
  public boolean pass() {
    return compiled.pass(vars);
  }
}
