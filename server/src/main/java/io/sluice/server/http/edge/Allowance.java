package io.sluice.server.http.edge;

import jakarta.servlet.http.HttpServletResponse;

/**
 * What a bucket says to one request: taken or not, and how it stands.
 *
 * @param policy the bucket's name
 * @param perMinute 0: no limit, and nothing to tell
 * @param remaining how many more may come at once
 * @param fullSeconds until as many may come at once as ever
 * @param waitSeconds until one more may come; 0 when this one may
 */
public record Allowance(String policy, int perMinute, int remaining, int fullSeconds, int waitSeconds) {

  public boolean isRefused() {
    return waitSeconds > 0;
  }

  /** The fields of draft-ietf-httpapi-ratelimit-headers-10, and {@code Retry-After} for whoever must wait. */
  public void tell(HttpServletResponse response) {
    if (perMinute == 0) {
      return;
    }
    response.setHeader("RateLimit-Policy", "\"" + policy + "\";q=" + perMinute + ";w=60");
    response.setHeader("RateLimit", "\"" + policy + "\";r=" + remaining + ";t=" + fullSeconds);
    if (isRefused()) {
      response.setHeader("Retry-After", Integer.toString(waitSeconds));
    }
  }
}
