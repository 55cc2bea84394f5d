package io.sluice.engine.type;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the table in {@link FieldTypes}. */
record StandardType(
    String name,
    boolean maskable,
    List<Component> components,
    List<String> operators,
    Parser parser,
    Reduction reduction)
    implements FieldType {

  /** Reads anything but null and what is typed already. */
  interface Parser {
    Object parse(Object input, Clock clock);
  }

  /** What of a valid value statistics keep; null is nothing (exchange 9.4). */
  interface Reduction {
    @Nullable Object reduce(TypedValue value);
  }

  @Override
  public @Nullable Object parse(@Nullable Object input, Clock clock) {
    return input == null || input instanceof TypedValue ? input : parser.parse(input, clock);
  }
}
