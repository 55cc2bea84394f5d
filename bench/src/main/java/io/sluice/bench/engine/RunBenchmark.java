package io.sluice.bench.engine;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Price;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.AcceptanceCriteria;
import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.engine.run.CompiledFlow;
import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.EntitySummary;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.FlowRun;
import io.sluice.engine.run.Integration;
import io.sluice.engine.run.Outside;
import io.sluice.engine.run.PingLimit;
import io.sluice.engine.run.Pinged;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RecipientStep;
import io.sluice.engine.run.Source;
import io.sluice.engine.run.Step;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.run.Submission;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A whole run: twenty typed fields, ten rules, a price and three steps of ten mappings each,
     whose calls answer at once.
 */
@State(Scope.Thread)
public class RunBenchmark {

  private static final String INITECH = "5f00000000000000000000a1";

  private static final List<RuleNode> NINE_RULES = List.of(
      Rule.of("lead.email", "is not blank"),
      Rule.of("lead.email", "format is valid"),
      Rule.of("lead.phone_1", "format is valid"),
      Rule.of("lead.phone_1.is_tollfree", "is false"),
      Rule.of("lead.state", "is included in", "TX,CA,NY,OK"),
      Rule.of("lead.postal_code", "matches pattern", "^7[5-9]"),
      Rule.of("lead.age", "is between", "18-65"),
      Rule.of("lead.comments", "is not obscene"),
      Rule.of("lead.opt_in", "is true"));

  private final CompiledFlow accepts = flow(Rule.of("lead.annual_salary", "is greater than", 40000));
  private final CompiledFlow refuses = flow(Rule.of("lead.annual_salary", "is greater than", 60000));
  private final CompiledSource accepted = accepts.source(INITECH).orElseThrow();
  private final CompiledSource refused = refuses.source(INITECH).orElseThrow();
  private final Submission submission = new Submission(
      new AccountSummary("5f00000000000000000000c1", null, "Acme", ZoneOffset.UTC), Lead.parameters(), "203.0.113.9");
  private final Outside outside = new Still();

  private static CompiledFlow flow(Rule tenth) {
    List<RuleNode> rules = new ArrayList<>(NINE_RULES);
    rules.add(tenth);
    var criteria = new AcceptanceCriteria("failure", new RuleSet(null, "and", rules), null);
    var source = new Source("src001", new EntitySummary(INITECH, "Initech", null),
        new Integration("leadconduit-default.inbound", List.of()), criteria, null, null, null, null,
        Pricing.of(Price.of("12.50")), null, null, null, null);
    List<Step> steps = List.of(step(1), step(2), step(3));
    var definition = new FlowDefinition("5f0000000000000000000001", "Solar leads", true, Lead.IDS, List.of(source),
        steps,
        null, null, null, null, null, true, null, null);
    return switch (CompiledFlow.compile(definition, id -> Optional.of(Lead.typeOf(id)))) {
      case CompiledFlow.Compilation.Ready(CompiledFlow flow) -> flow;
      case CompiledFlow.Compilation.Broken(var problems) -> throw new IllegalStateException("" + problems);
    };
  }

  private static Step step(int number) {
    List<Mapping> mappings = List.of(
        Mapping.of("url", "https://crm.acme.example/leads"),
        Mapping.of("contact.name", "{{lead.first_name}} {{lead.last_name}}"),
        Mapping.of("contact.email", "{{lead.email}}"),
        Mapping.of("contact.phone", "{{lead.phone_1}}"),
        Mapping.of("contact.area", "{{lead.phone_1.area}}"),
        Mapping.of("address.state", "{{lead.state}}"),
        Mapping.of("address.zip", "{{substring lead.postal_code start=1 end=5}}"),
        Mapping.of("born", "{{format lead.dob format='MM/DD/YYYY'}}"),
        Mapping.of("salary", "{{math 'round(lead.annual_salary / 12)'}}"),
        Mapping.of("event", "{{event_id}}"));
    return new RecipientStep("stp00" + number, null, null,
        new EntitySummary("5f00000000000000000000b" + number, "CRM " + number, null),
        new Integration("leadconduit-custom.outbound.json", mappings), null, null, null, null, null, null);
  }

  @Setup
  public void warmUp() {
    Warm.up(this::accepted);
    Warm.up(this::refusedAndExplained);
    Warm.up(this::pinged);
  }

  @Benchmark
  public Ran accepted() {
    return FlowRun.submit(accepts, accepted, submission, outside);
  }

  @Benchmark
  public Ran refusedAndExplained() {
    return FlowRun.submit(refuses, refused, submission, outside);
  }

  @Benchmark
  public Pinged pinged() {
    return FlowRun.ping(accepts, accepted, submission, outside);
  }

  /** A world in which nothing takes time. */
  private static final class Still implements Outside {

    private static final StepAnswer TAKEN = StepAnswer.of(StepOutcome.SUCCESS);

    @Override
    public Instant now() {
      return Lead.NOON;
    }

    @Override
    public String newId() {
      return "5f0000000000000000000f01";
    }

    @Override
    public StepAnswer call(StepCall call) {
      return TAKEN;
    }

    @Override
    public CapDecision reserve(List<CompiledCap> matching) {
      return new CapDecision.Reserved(matching);
    }

    @Override
    public void settle(Object reservation, boolean success) {
      // Nothing was taken.
    }

    @Override
    public Optional<CompiledCap> firstFull(List<CompiledCap> matching) {
      return Optional.empty();
    }

    @Override
    public Optional<PingLimit> countPing(List<PingLimit> limits) {
      return Optional.empty();
    }

    @Override
    public Map<String, Boolean> lookUp(List<ListQuery> queries) {
      return Map.of();
    }

    @Override
    public Optional<BigDecimal> quote(String serviceId, Vars vars) {
      return Optional.empty();
    }
  }
}
