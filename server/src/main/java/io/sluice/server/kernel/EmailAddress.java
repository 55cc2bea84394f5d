package io.sluice.server.kernel;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address mail can be sent to, as it is compared everywhere: trimmed, lower-case (exchange 4.2). At most 254 characters (RFC 5321 4.5.3.1). */
public record EmailAddress(String value) {

  private static final int MAX_CHARS = 254;
  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+");

  public EmailAddress {
    if (!isAddress(value)) {
      throw new IllegalArgumentException("not an e-mail address");
    }
  }

  /** The address in its one form, or nothing if the text is none. */
  public static Optional<EmailAddress> read(String text) {
    String normal = text.strip().toLowerCase(Locale.ROOT);
    return isAddress(normal) ? Optional.of(new EmailAddress(normal)) : Optional.empty();
  }

  private static boolean isAddress(String text) {
    return text.length() <= MAX_CHARS && SHAPE.matcher(text).matches() && !text.contains("..");
  }

  @Override
  public String toString() {
    return value;
  }
}
