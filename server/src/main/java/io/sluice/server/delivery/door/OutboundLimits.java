package io.sluice.server.delivery.door;

import java.time.Duration;

/**
 * What a recipient may cost us. Header lines are limited singly and in number, so a whole header stays below their
 * product.
 *
 * @param maxConnectionsPerHost a slow recipient must not take the connections of all others
 * @param connectTimeout for one address; the delivery's own timeout covers everything
 */
public record OutboundLimits(
    int maxBodyBytes,
    int maxHeaderLineBytes,
    int maxHeaders,
    int maxConnections,
    int maxConnectionsPerHost,
    Duration connectTimeout) {

  public static final OutboundLimits STANDARD =
      new OutboundLimits(1 << 20, 8 << 10, 100, 512, 64, Duration.ofSeconds(15));
}
