package io.sluice.server.event.row;

import io.sluice.engine.rule.explain.Change;
import io.sluice.engine.rule.explain.Explanation;
import io.sluice.engine.rule.explain.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why rules came out as they did, as events keep it: our own property {@code explanation} of the contract's events. */
final class ExplanationJson {

  /** A comment of a thousand words is not what a rule failed for. */
  private static final int MAX_TEXT_CHARS = 300;

  private ExplanationJson() {}

  /**
   * Null for null.
   *
   * @param of the property of the event, or of its step, that holds the rules
   */
  static @Nullable Map<String, @Nullable Object> of(
      String of, @Nullable Explanation explanation, Masking masking) {
    if (explanation == null) {
      return null;
    }
    // Masked before it is cut: a secret cut in half would not be known again.
    var shown = explanation.map(text -> cut(masking.text(text)));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("of", of);
    json.put("sentences", shown.sentences());
    json.put("rules", finding(shown.rules()));
    json.put("nearest", shown.nearest().stream().map(ExplanationJson::change).toList());
    return json;
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS) + "…";
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (finding.id() != null) {
      json.put("id", finding.id());
    }
    switch (finding) {
      case Finding.OfSet set -> {
        json.put("op", set.op());
        json.put("passed", set.passed());
        json.put("rules", set.rules().stream().map(ExplanationJson::finding).toList());
      }
      case Finding.OfRule rule -> {
        json.put("lhv", rule.lhv());
        json.put("value", rule.value());
        json.put("op", rule.op());
        if (rule.rhv() != null) {
          json.put("rhv", rule.rhv());
        }
        json.put("passed", rule.passed());
        if (rule.ruleSet() != null) {
          json.put("rule_set", finding(rule.ruleSet()));
        }
      }
    }
    return json;
  }

  private static Map<String, @Nullable Object> change(Change change) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("lhv", change.lhv());
    json.put("value", change.value());
    json.put("to", change.to().stream().map(ExplanationJson::demand).toList());
    return json;
  }

  private static Map<String, @Nullable Object> demand(Change.Demand demand) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("op", demand.op());
    List<String> rhv = demand.rhv();
    if (!rhv.isEmpty()) {
      json.put("rhv", demand.choices() > 1 ? rhv : rhv.getFirst());
    }
    if (demand.choices() > rhv.size() && !rhv.isEmpty()) {
      json.put("choices", demand.choices());
    }
    return json;
  }
}
