package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Problem;
import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.CompiledFlow.Compilation;
import io.sluice.engine.run.RunEvent.RecipientEvent;
import io.sluice.engine.run.RunEvent.SourceEvent;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acme's flow, with Initech as its source, as far as a test says something else. */
final class Flows {

  static final String FLOW_ID = "5f0000000000000000000001";
  static final String INITECH = "5f00000000000000000000a1";

  static final Map<String, String> TEXAN =
      Map.of("state", "TX", "email", "Ann@Example.com", "income", "$50,000");
  static final RuleSet IN_TEXAS = RuleSet.and(Rule.of("lead.state", "is equal to", "TX"));
  static final RuleSet IN_FLORIDA = RuleSet.and(Rule.of("lead.state", "is equal to", "FL"));
  static final RuleSet NOT_IN_FLORIDA = RuleSet.and(Rule.of("lead.state", "is not equal to", "FL"));

  private static final Map<String, String> TYPES =
      Map.of("state", "state", "email", "email", "phone_1", "phone", "income", "number", "opt_in", "boolean",
          "first_name", "first_name", "mortgage.loan.amount", "number", "reference", "string", "price", "number");

  String name = "Solar leads";
  @Nullable Boolean enabled = true;
  List<String> fields = List.of("state", "email", "phone_1", "income", "opt_in", "first_name");
  List<Step> steps = new ArrayList<>();
  @Nullable AcceptanceCriteria criteria;
  @Nullable List<Cap> caps;
  @Nullable Pricing pricing;
  @Nullable PricingService pricingService;
  @Nullable ListChecks listChecks;
  @Nullable Boolean pingEnabled;
  @Nullable List<PingLimit> pingLimits;
  @Nullable HoursOfOperation hours;
  List<Mapping> inboundMappings = List.of();
  @Nullable AcceptanceCriteria sourceCriteria;
  @Nullable List<Cap> sourceCaps;
  @Nullable List<PingLimit> sourcePingLimits;
  @Nullable Pricing sourcePricing;
  @Nullable PricingService sourcePricingService;
  @Nullable Boolean sourceEnabled;
  ZoneId accountZone = ZoneOffset.UTC;
  final Scripted outside = new Scripted();

  static RecipientStep recipient(String name, Mapping... mappings) {
    return step(name, null, null, null, mappings);
  }

  static RecipientStep step(
      String name, @Nullable RuleSet rules, @Nullable List<Cap> caps, @Nullable Pricing pricing, Mapping... mappings) {
    var entity = new EntitySummary("5f00000000000000000000b1", name, null);
    var integration = new Integration("leadconduit-custom.outbound.json", List.of(mappings));
    return new RecipientStep("stp001", null, null, entity, integration, rules, null, caps, pricing, null, null);
  }

  static FilterStep filter(@Nullable String outcome, @Nullable String reason, RuleSet rules) {
    return new FilterStep("flt001", null, null, outcome, reason, rules, null);
  }

  static AcceptanceCriteria criteria(RuleSet rules) {
    return new AcceptanceCriteria("failure", rules, null);
  }

  Flows step(Step step) {
    steps.add(step);
    return this;
  }

  FlowDefinition definition() {
    var source = new Source("src001", new EntitySummary(INITECH, "Initech", null),
        new Integration("leadconduit-default.inbound", inboundMappings), sourceCriteria, null, sourceCaps,
        sourcePingLimits, null, sourcePricing, sourcePricingService, sourceEnabled, null, null);
    return new FlowDefinition(FLOW_ID, name, enabled, fields, List.of(source), steps, criteria, caps, pricing,
        pricingService, listChecks, pingEnabled, pingLimits, hours);
  }

  CompiledFlow compile() {
    var compilation = CompiledFlow.compile(definition(), Flows::typeOf);
    assertThat(compilation).isInstanceOf(Compilation.Ready.class);
    return ((Compilation.Ready) compilation).flow();
  }

  List<Problem> problems() {
    return switch (CompiledFlow.compile(definition(), Flows::typeOf)) {
      case Compilation.Ready _ -> List.of();
      case Compilation.Broken(List<Problem> problems) -> problems;
    };
  }

  Ran submit(Map<String, ?> parameters) {
    var flow = compile();
    return FlowRun.submit(flow, flow.source(INITECH).orElseThrow(), submission(parameters), outside);
  }

  Pinged ping(Map<String, ?> parameters) {
    var flow = compile();
    return FlowRun.ping(flow, flow.source(INITECH).orElseThrow(), submission(parameters), outside);
  }

  Submission submission(Map<String, ?> parameters) {
    return new Submission(
        new AccountSummary("5f00000000000000000000c1", "sso-1", "Acme", accountZone), parameters, "203.0.113.9");
  }

  static SourceEvent source(Ran ran) {
    return (SourceEvent) ran.events().getLast();
  }

  static RecipientEvent recipientEvent(Ran ran, int index) {
    return (RecipientEvent) ran.events().get(index);
  }

  static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }

  static Optional<String> typeOf(String fieldId) {
    return Optional.ofNullable(TYPES.get(fieldId));
  }
}
