package io.sluice.engine.type;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the types a field can have (exchange 9). */
public interface FieldType {

  /** The contract's name, such as {@code postal_code}. */
  String name();

  /** Whether values are masked before they are stored. */
  boolean maskable();

  /** The parts {@code GET /types} lists, in its order. */
  List<Component> components();

  /** The rule operators offered for the type, in the order of exchange 9.3. */
  List<String> operators();

  /**
   * Reads a submitted value; never throws for any text, number, boolean, list, map or null.
   *
   * @param clock tells the present to ages and to relative times
   * @return a {@link TypedValue}; the plain Java value where a type has no components for it (string, city, names);
   *     null for null. A {@link TypedValue} comes back as it is.
   */
  @Nullable Object parse(@Nullable Object input, Clock clock);
}
