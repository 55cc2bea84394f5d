package io.sluice.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** What comes about by itself, sooner or later: a busy machine gets a minute and a half. */
public final class Awaited {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private Awaited() {}

  public static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(LIMIT).until(condition::getAsBoolean);
  }
}
