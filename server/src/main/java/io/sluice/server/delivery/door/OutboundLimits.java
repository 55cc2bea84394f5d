package io.sluice.server.delivery.door;

import java.time.Duration;

/**
 * What a recipient may cost us. Header lines are limited singly and in number, so a whole header stays below their
 * product.
 *
 * @param maxConnectionsPerHost a slow recipient must not take the connections of all others
 * @param maxCallsPerHost with those that wait for a connection: a lead that waits takes memory
 * @param maxSilencesPerHost calls in a row that nobody answered; then the host is left alone for {@code pause}
 * @param connectTimeout for one address; the delivery's own timeout covers everything
 */
public record OutboundLimits(
    int maxBodyBytes,
    int maxHeaderLineBytes,
    int maxHeaders,
    int maxConnections,
    int maxConnectionsPerHost,
    int maxCallsPerHost,
    int maxSilencesPerHost,
    Duration pause,
    Duration connectTimeout) {

  public static final OutboundLimits STANDARD =
      new OutboundLimits(
          1 << 20, 8 << 10, 100, 1_024, 256, 1_024, 20, Duration.ofSeconds(15), Duration.ofSeconds(15));

  /** A step that gives its recipient less says nothing about the recipient when it takes longer. */
  static final Duration FAIR_TIMEOUT = Duration.ofSeconds(10);
}
