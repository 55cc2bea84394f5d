package io.sluice.bench.engine;

import io.sluice.engine.template.Template;
import io.sluice.engine.template.Vars;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One template rendered for a lead, for each helper. */
@State(Scope.Thread)
public class TemplateBenchmark {

  private static final Map<String, String> TEMPLATES = Map.ofEntries(
      Map.entry("literal", "leadconduit"),
      Map.entry("variable", "{{lead.email}}"),
      Map.entry("component", "{{lead.phone_1.area}}"),
      Map.entry("dotted field", "{{lead.mortgage.loan.amount}}"),
      Map.entry("text of two", "{{lead.first_name}} {{lead.last_name}}"),
      Map.entry("if", "{{#if lead.opt_in}}in{{else}}out{{/if}}"),
      Map.entry("lowercase", "{{lowercase lead.state.name}}"),
      Map.entry("substring", "{{substring lead.postal_code start=1 end=5}}"),
      Map.entry("format, date", "{{format lead.dob format='MM/DD/YYYY'}}"),
      Map.entry("format, zone",
          "{{format submission.timestamp format='YYYY-MM-DDTHH:mm:ssZ' timezone='America/Chicago'}}"),
      Map.entry("format, number", "{{format lead.annual_salary format='$0,0.00'}}"),
      Map.entry("math", "{{math 'roundTo(lead.annual_salary / 12, 2)'}}"),
      Map.entry("replace, text", "{{replace lead.phone_1.raw pattern='-' replace='.'}}"),
      Map.entry("replace, pattern", "{{replace lead.comments pattern='regexp([aeiou])' replace='_'}}"),
      Map.entry("extract", "{{extract lead.comments pattern='\\w+ing'}}"),
      Map.entry("md5", "{{md5 lead.email}}"),
      Map.entry("sha256", "{{sha256 lead.email salt='pepper'}}"));

  @Param({"literal", "variable", "component", "dotted field", "text of two", "if", "lowercase", "substring",
    "format, date", "format, zone", "format, number", "math", "replace, text", "replace, pattern", "extract", "md5",
    "sha256"})
  private String template = "literal";

  private final Vars vars = Lead.vars();
  private Template compiled = Template.compile("");

  @Setup
  public void compile() {
    compiled = Template.compile(Objects.requireNonNull(TEMPLATES.get(template)));
    Warm.up(this::render);
  }

  @Benchmark
  public @Nullable Object render() {
    return compiled.value(vars);
  }
}
