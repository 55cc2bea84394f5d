package io.sluice.server.demo;

import io.sluice.server.demo.Story.StoryBroken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The mails of the story, waited for as people wait for them. */
final class Letters {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Actor inbox;
  private final Narrator narrator;

  Letters(Actor inbox, Narrator narrator) {
    this.inbox = inbox;
    this.narrator = narrator;
  }

  JsonNode await(String to, String subject) {
    return await(to, subject, 1);
  }

  /** The address's mail with this in its subject, the {@code count}-th. */
  JsonNode await(String to, String subject, int count) {
    List<JsonNode> found = new ArrayList<>();
    boolean came = happens(() -> {
      found.clear();
      for (JsonNode mail : inbox.look("/messages")) {
        boolean his = mail.path("to").valueStream().anyMatch(address -> address.asString("").equals(to));
        if (his && mail.path("subject").asString("").contains(subject)) {
          found.add(mail);
        }
      }
      return found.size() >= count;
    });
    if (!came) {
      narrator.check(false, "a mail to " + to + " arrives within " + PATIENCE.toSeconds() + " s");
      throw new StoryBroken("no mail to " + to);
    }
    return found.get(count - 1);
  }

  /** What a link of the mail ends in. */
  static String token(JsonNode mail) {
    String link = mail.at("/links/0").asString("");
    return link.substring(link.lastIndexOf('/') + 1);
  }

  /** Whether it does, within the patience of the story. */
  static boolean happens(BooleanSupplier what) {
    Instant limit = Instant.now().plus(PATIENCE);
    while (!what.getAsBoolean()) {
      if (Instant.now().isAfter(limit)) {
        return false;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoryBroken("interrupted");
      }
    }
    return true;
  }
}
