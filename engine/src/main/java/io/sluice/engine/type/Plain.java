package io.sluice.engine.type;

import java.time.Clock;

/** Types that keep what they are given: string, city, first and last name, credential. */
final class Plain {

  private static final String[] MASKED = {"masked"};

  private Plain() {}

  static Object string(Object input, Clock clock) {
    return Values.text(input);
  }

  static StandardType.Parser textOnly(String type) {
    return (input, clock) -> input instanceof String ? input : TypedValue.invalid(type, Values.text(input), input);
  }

  static Object credential(Object input, Clock clock) {
    return TypedValue.valid("credential", Values.text(input), null, MASKED, false);
  }
}
