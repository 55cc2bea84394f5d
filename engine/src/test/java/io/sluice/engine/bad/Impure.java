package io.sluice.engine.bad;

import io.sluice.engine.type.TypedValue;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** Everything an engine class must not do, so that the architecture rules can be seen to find it. */
public final class Impure {

  private Impure() {}

  public static TypedValue neverRead() {
    return TypedValue.valid("ssn", "of my own making", null);
  }

  public static Object read() throws IOException {
    try (var file = new FileInputStream("lead.json")) {
      return JsonMapper.builder().build().readTree(file).asString() + Instant.now();
    }
  }
}
