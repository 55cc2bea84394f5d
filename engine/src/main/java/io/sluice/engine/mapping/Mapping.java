package io.sluice.engine.mapping;

import io.sluice.engine.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * One assignment (exchange 5.5).
 *
 * @param id short id
 * @param property where the value goes: a dot path, numeric parts building lists, {@code {123}} a key that is text
 * @param value a template, number, list of templates, or null
 * @param ruleSet the mapping is applied only when it passes; absent passes
 */
public record Mapping(
    @Nullable String id, @Nullable String property, @Nullable Object value, @Nullable RuleSet ruleSet) {

  public static Mapping of(String property, @Nullable Object value) {
    return new Mapping(null, property, value, null);
  }
}
