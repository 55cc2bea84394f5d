package io.sluice.server.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How mails write what a reader must not misread. */
public final class Wording {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Wording() {}

  /** {@code Monday, 21 December 2026, 07:00 UTC}: the month a word and the zone named, for the reader's is unknown. */
  public static String moment(Instant time) {
    return MOMENT.format(time);
  }
}
