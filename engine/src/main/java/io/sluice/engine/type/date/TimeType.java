package io.sluice.engine.type.date;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.Map;

/** Moments (exchange 9.2). */
public final class TimeType {

  /** Nobody's moment is longer, and a text is searched a dozen times. */
  private static final int LENGTH_MAX = 128;

  private TimeType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    // A value inside {raw: …} is not read as a time, as observed.
    var moment = input instanceof Map || text.length() > LENGTH_MAX ? null : TimePhrase.read(text, clock.instant());
    return moment == null ? TypedValue.invalid("time", text, text) : TypedValue.valid("time", moment, text);
  }
}
