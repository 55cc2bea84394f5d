package io.sluice.engine.type.web;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Web addresses; {@code http://} is put before one that has no scheme (exchange 9.2). */
public final class UrlType {

  private static final String[] PARTS = {"protocol", "host", "port", "path", "query", "hash"};

  private UrlType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var address = address(text);
    return address == null
        ? TypedValue.invalid("url", text, text)
        : TypedValue.valid("url", address.text(), text, PARTS, address.protocol(), address.authority(), address.port(),
            address.path(), address.query(), address.hash());
  }

  static @Nullable WebAddress address(String text) {
    return WebAddress.parse(text.contains("://") ? text : "http://" + Blanks.trim(text));
  }
}
