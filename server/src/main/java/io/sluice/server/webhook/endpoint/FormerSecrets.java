package io.sluice.server.webhook.endpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an endpoint was given before its secret of now, the newest first. Each signs until its own end, whatever was given
 * after it: who still checks with it has been promised that.
 */
record FormerSecrets(List<Former> all) {

  static final FormerSecrets NONE = new FormerSecrets(List.of());

  record Former(SigningSecret secret, Instant until) {}

  FormerSecrets {
    all = List.copyOf(all);
  }

  FormerSecrets with(SigningSecret secret, Instant until) {
    return new FormerSecrets(Stream.concat(Stream.of(new Former(secret, until)), all.stream()).toList());
  }

  FormerSecrets at(Instant now) {
    return new FormerSecrets(all.stream().filter(former -> now.isBefore(former.until())).toList());
  }

  /** When the last of them ends; there must be one. */
  Instant until() {
    return all.stream().map(Former::until).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** As they are sealed. One alone is written without its end, which is that of all. */
  String text() {
    return all.size() == 1 ? all.getFirst().secret().text() : all.stream()
        .map(former -> former.secret().text() + " " + former.until()).collect(Collectors.joining("\n"));
  }

  static FormerSecrets read(String text, Instant until) {
    return new FormerSecrets(text.lines().map(line -> {
      String[] parts = line.split(" ", 2);
      return new Former(new SigningSecret(parts[0]), parts.length == 1 ? until : Instant.parse(parts[1]));
    }).toList());
  }
}
