package io.sluice.engine;

/**
 * Something that keeps a flow from being compiled.
 *
 * @param path where, in the contract's property names, such as {@code steps.2.rule_set.rules.0.op}
 * @param sentence what is wrong, for the person who edits the flow
 */
public record Problem(String path, String sentence) {}
