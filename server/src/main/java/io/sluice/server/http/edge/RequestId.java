package io.sluice.server.http.edge;

import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one request is called in its answer and in our log. */
final class RequestId {

  static final String HEADER = "X-Request-Id";

  /** In every line logged on the way. */
  static final String LOGGED_AS = "request_id";

  /** No blanks, no line breaks, nothing a log or a terminal would take for something else. */
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:=/+-]{1,128}");

  private RequestId() {}

  /** The sender's own where it has one that can be logged, else a new one. */
  static String of(@Nullable String given, Instant now) {
    return given != null && WELL_FORMED.matcher(given).matches() ? given : ObjectIds.next(now);
  }
}
