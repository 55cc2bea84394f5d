package io.sluice.engine.run;

import io.sluice.engine.Problem;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a router, compiled once (exchange 15). No mapping of a source has run when it is asked, and only what
 * its rules name is typed.
 */
public final class CompiledRouter {

  private static final Pattern LEAD_VARIABLE = Pattern.compile("\\blead\\.(\\w+(?:\\.\\w+)*)");

  private final List<CompiledRoute> routes;
  private final List<Named> named;

  private CompiledRouter(List<CompiledRoute> routes, List<Named> named) {
    this.routes = routes;
    this.named = named;
  }

  private record CompiledRoute(Route definition, CompiledRules rules) {}

  /** @param type null where there is no such field: the value is as it was submitted */
  private record Named(String field, VarPath path, @Nullable FieldType type) {}

  /** What became of an attempt to compile a router. */
  public sealed interface Compilation {

    record Ready(CompiledRouter router) implements Compilation {}

    /** @param problems at least one, in the order of the routes; paths begin with {@code routes} */
    record Broken(List<Problem> problems) implements Compilation {}
  }

  /** Compiles the routes, or says everything that is wrong with them. */
  public static Compilation compile(List<Route> routes, FieldCatalog catalog) {
    var problems = new Problems();
    var compiled = new ArrayList<CompiledRoute>();
    Map<String, Named> named = new LinkedHashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      var route = routes.get(i);
      compiled.add(
          new CompiledRoute(route, CompiledRules.compile(route.ruleSet(), "routes." + i + ".rule_set", problems)));
      collect(route.ruleSet(), catalog, named);
    }
    return problems.isEmpty()
        ? new Compilation.Ready(new CompiledRouter(List.copyOf(compiled), List.copyOf(named.values())))
        : new Compilation.Broken(problems.list());
  }

  /** The first route whose rules the lead passes; later ones are not looked at. */
  public Optional<Route> route(Submission submission, Instant now) {
    var vars = vars(submission, now);
    for (var route : routes) {
      if (route.rules().pass(vars)) {
        return Optional.of(route.definition());
      }
    }
    return Optional.empty();
  }

  private Vars vars(Submission submission, Instant now) {
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    var lead = new LinkedHashMap<String, Object>();
    for (var field : named) {
      var submitted = field.path().in(submission.parameters());
      var value = submitted == null || field.type() == null ? submitted : field.type().parse(submitted, clock);
      if (value != null) {
        lead.put(field.field(), value);
      }
    }
    return Vars.of(Map.of(
        "lead", lead,
        "submission", Map.of("timestamp", now, "ip", submission.ip()),
        "account", Received.account(submission)));
  }

  private static void collect(@Nullable RuleNode node, FieldCatalog catalog, Map<String, Named> into) {
    switch (node) {
      case null -> {}
      case RuleSet set -> {
        if (set.rules() != null) {
          set.rules().forEach(member -> collect(member, catalog, into));
        }
      }
      case Rule rule -> {
        collect(rule.lhv(), catalog, into);
        collect(rule.rhv(), catalog, into);
        collect(rule.ruleSet(), catalog, into);
      }
    }
  }

  private static void collect(@Nullable Object text, FieldCatalog catalog, Map<String, Named> into) {
    switch (text) {
      case String value -> LEAD_VARIABLE.matcher(value).results().forEach(found -> add(found.group(1), catalog, into));
      case Iterable<?> list -> list.forEach(member -> collect(member, catalog, into));
      case null, default -> {}
    }
  }

  /** {@code phone_1.area} asks for {@code phone_1}; {@code company.name} for itself, and for {@code company}. */
  private static void add(String path, FieldCatalog catalog, Map<String, Named> into) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String field = path.substring(0, end);
      var type = catalog.typeOf(field).flatMap(FieldTypes::named);
      boolean shortest = field.indexOf('.') < 0;
      if (type.isPresent() || shortest || end == path.length()) {
        try {
          into.putIfAbsent(field, new Named(field, VarPath.of(field), type.orElse(null)));
        } catch (BadTemplate tooLong) {
          return; // then it is no variable either, and the rule has said so
        }
      }
    }
  }
}
