package io.sluice.server.flow;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything in a flow that has an id of its own, in the order of the document (exchange 5.2 to 5.5, 6.1, 8, 11). Only
 * the contract's own properties are entered: a source may carry further ones, and those are nobody's business.
 */
final class FlowParts {

  /** What kind of id a part has: short inside a flow, 24 hex where it is a resource itself (caps, ping limits). */
  enum Kind { SHORT, RESOURCE }

  interface Visitor {
    /** @param path such as {@code steps[0].rule_set.rules[1]} */
    void visit(Kind kind, ObjectNode part, String path);
  }

  private final Visitor visitor;

  private FlowParts(Visitor visitor) {
    this.visitor = visitor;
  }

  static void each(ObjectNode flow, Visitor visitor) {
    new FlowParts(visitor).flow(flow);
  }

  private void flow(ObjectNode flow) {
    each(flow, "sources", "", this::source);
    each(flow, "steps", "", this::step);
    criteria(flow, "");
    each(flow, "caps", "", this::cap);
    each(flow, "ping_limits", "", this::pingLimit);
    pricing(flow, "");
  }

  private void source(ObjectNode source, String path) {
    visitor.visit(Kind.SHORT, source, path);
    integration(source, path);
    criteria(source, path);
    feedback(source, path);
    each(source, "caps", path, this::cap);
    each(source, "ping_limits", path, this::pingLimit);
    pricing(source, path);
  }

  private void step(ObjectNode step, String path) {
    visitor.visit(Kind.SHORT, step, path);
    integration(step, path);
    ruleSet(step, path);
    feedback(step, path);
    each(step, "caps", path, this::cap);
    pricing(step, path);
  }

  private void criteria(ObjectNode owner, String path) {
    inside(owner, "acceptance_criteria", path, this::ruleSet);
  }

  private void feedback(ObjectNode owner, String path) {
    inside(owner, "feedback", path, (feedback, at) -> {
      integration(feedback, at);
      ruleSet(feedback, at);
    });
  }

  private void integration(ObjectNode owner, String path) {
    inside(owner, "integration", path, (integration, at) -> each(integration, "mappings", at, this::shortWithRules));
  }

  private void pricing(ObjectNode owner, String path) {
    inside(owner, "pricing", path, (pricing, at) -> each(pricing, "prices", at, this::shortWithRules));
  }

  private void shortWithRules(ObjectNode part, String path) {
    visitor.visit(Kind.SHORT, part, path);
    ruleSet(part, path);
  }

  private void cap(ObjectNode cap, String path) {
    visitor.visit(Kind.RESOURCE, cap, path);
    ruleSet(cap, path);
    each(cap, "caps", path, this::cap);
  }

  private void pingLimit(ObjectNode limit, String path) {
    visitor.visit(Kind.RESOURCE, limit, path);
  }

  private void ruleSet(ObjectNode owner, String path) {
    inside(owner, "rule_set", path, this::rules);
  }

  /** A rule set, or a rule, which may have a rule set of its own. */
  private void rules(ObjectNode node, String path) {
    visitor.visit(Kind.SHORT, node, path);
    each(node, "rules", path, this::rules);
    ruleSet(node, path);
  }

  private interface Entering {
    void enter(ObjectNode part, String path);
  }

  private static void inside(ObjectNode owner, String property, String path, Entering entering) {
    if (owner.get(property) instanceof ObjectNode part) {
      entering.enter(part, below(path, property));
    }
  }

  private static void each(ObjectNode owner, String property, String path, Entering entering) {
    if (owner.get(property) instanceof ArrayNode parts) {
      for (int i = 0; i < parts.size(); i++) {
        JsonNode part = parts.get(i);
        if (part instanceof ObjectNode object) {
          entering.enter(object, below(path, property) + "[" + i + "]");
        }
      }
    }
  }

  private static String below(String path, String property) {
    return path.isEmpty() ? property : path + "." + property;
  }
}
