package io.sluice.server.delivery.door;

import io.sluice.server.FakeRecipient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Doors out to a recipient, closed after each test. */
abstract class OpenedDoors {

  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final AllowedTargets LOOPBACK = AllowedTargets.of(List.of("127.0.0.0/8"));
  static final Duration LONG = Duration.ofSeconds(30);

  final FakeRecipient acme = FakeRecipient.start();
  final List<OutboundDoor> doors = new ArrayList<>();

  @AfterEach
  void close() {
    doors.forEach(OutboundDoor::close);
    acme.close();
  }

  OutboundDoor door(AllowedTargets allowed) {
    return door(allowed, OutboundLimits.STANDARD, HostNames.OF_THE_SYSTEM);
  }

  OutboundDoor door(AllowedTargets allowed, OutboundLimits limits, HostNames names) {
    return door(allowed, limits, names, AnswersInHand.ofShare());
  }

  OutboundDoor door(AllowedTargets allowed, OutboundLimits limits, HostNames names, AnswersInHand answers) {
    var door = new OutboundDoor(allowed, limits, names, answers, Clock.fixed(NOW, ZoneOffset.UTC));
    doors.add(door);
    return door;
  }

  static OutboundRequest get(String url) {
    return new OutboundRequest(url, "GET", Map.of("Accept", "*/*"), Optional.empty());
  }

  static OutboundRequest post(String url) {
    return new OutboundRequest(url, "POST", Map.of("Content-Type", "text/plain"), Optional.of("a=1"));
  }
}
