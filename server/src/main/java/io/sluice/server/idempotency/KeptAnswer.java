package io.sluice.server.idempotency;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the first request was told. @param headers in the order they were written */
public record KeptAnswer(int status, Map<String, String> headers, byte[] body) {

  public static final String REPLAYED = "Idempotent-Replayed";

  public KeptAnswer {
    headers = new LinkedHashMap<>(headers);
  }
}
