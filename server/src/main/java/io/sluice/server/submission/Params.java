package io.sluice.server.submission;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.field.Field;
import io.sluice.server.submission.Param.Required;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a source's senders may send: the fields the flow collects, by the names under which the source's mappings take
 * them, and what the module itself understands.
 */
final class Params {

  private static final Pattern VARIABLE = Pattern.compile("\\s*\\{\\{\\s*([\\w.]+)\\s*}}\\s*");

  private final OpenFlow flow;
  private final Demands demands;
  private final Map<String, Mapping> always = new HashMap<>();

  private Params(OpenFlow flow, CompiledSource source, Demands demands) {
    this.flow = flow;
    this.demands = demands;
    var integration = source.definition().integration();
    List<Mapping> mappings = integration == null || integration.mappings() == null
        ? List.of() : integration.mappings();
    for (Mapping mapping : mappings) {
      if (mapping.property() != null && mapping.ruleSet() == null) {
        always.put(mapping.property(), mapping);
      }
    }
  }

  /** In the flow's order, what belongs to no field last. */
  static List<Param> of(OpenFlow flow, CompiledSource source, Demands demands) {
    Params params = new Params(flow, source, demands);
    FlowDefinition definition = flow.flow().definition();
    List<Param> all = new ArrayList<>();
    for (String id : fields(definition)) {
      params.ofField(id).ifPresent(all::add);
    }
    if (saysPrice(definition.pricing()) || saysPrice(source.definition().pricing())) {
      all.removeIf(param -> param.name().equals("price"));
      all.add(new Param("price", "Price", "What you ask for the lead, in US dollars", "number", Required.YES, null,
          List.of("12.50")));
    }
    all.add(new Param("redir_url", "Redirect", "Where the visitor's browser is sent with a 303; not part of the lead",
        "url", Required.NO, null, List.of("https://www.example.com/thanks")));
    return List.copyOf(all);
  }

  static List<String> fields(FlowDefinition definition) {
    return definition.fields() == null ? List.of() : definition.fields();
  }

  /** Empty where the source's mappings settle the value, so that nothing a sender sends would be heard. */
  private Optional<Param> ofField(String id) {
    Field field = flow.fields().findEver(id).orElse(null);
    Mapping mapping = always.get(id);
    String sentAs = mapping == null ? id : sentAs(mapping, id);
    if (field == null || sentAs == null) {
      return Optional.empty();
    }
    List<String> examples = field.examples().isEmpty()
        ? List.of(TypeHint.of(field.type()).example(id))
        : field.examples().stream().map(JsonNode::asString).toList();
    return Optional.of(new Param(sentAs, field.name().strip(), field.description(), field.type(), demands.required(id),
        "lead." + id, examples));
  }

  /** The parameter whose value becomes the field's; the field's own name where it is made of more than one. */
  private static @Nullable String sentAs(Mapping mapping, String id) {
    if (!(mapping.value() instanceof String text)) {
      return mapping.value() == null ? id : null;
    }
    Matcher variable = VARIABLE.matcher(text);
    if (variable.matches()) {
      return variable.group(1);
    }
    return text.contains("{{") ? id : null;
  }

  private static boolean saysPrice(@Nullable Pricing pricing) {
    return pricing != null && Boolean.TRUE.equals(pricing.override());
  }
}
