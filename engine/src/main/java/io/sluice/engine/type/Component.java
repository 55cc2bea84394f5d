package io.sluice.engine.type;

/**
 * A part of a typed value that rules and templates can name, such as {@code area} of a phone (exchange 9.2).
 *
 * @param name the word after the field's id, as in {@code lead.phone_1.area}
 * @param type {@code string}, {@code number} or {@code boolean}
 * @param description one sentence for people
 */
public record Component(String name, String type, String description) {}
