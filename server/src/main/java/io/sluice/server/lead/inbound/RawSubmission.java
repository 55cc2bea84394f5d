package io.sluice.server.lead.inbound;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to submit or to ping, as it came in.
 *
 * @param method as sent, in any letters' case
 * @param query without its question mark; empty when there is none
 * @param headers by lower-case name; of a repeated one the values joined by a comma. A request that is framed otherwise
 *     (HTTP/2) carries a {@code content-length} here too when it has a body
 * @param body the bytes as they came; the container's reader has held it to the limit
 * @param address the sender's address, for {@code submission.ip}
 */
public record RawSubmission(
    String method,
    Kind kind,
    String path,
    String query,
    Map<String, String> headers,
    byte[] body,
    String address,
    Instant receivedAt) {

  /** What is asked for. */
  public enum Kind {
    SUBMIT,
    PING;

    /** By the path's last letters; {@code …/ping/} is no ping (observed). */
    public static Kind of(String path) {
      return path.endsWith("/ping") ? PING : SUBMIT;
    }
  }

  /** Whether it was sent to a router, which said whose it is. */
  public boolean isRouted() {
    return path.startsWith("/routers/");
  }

  public @Nullable String contentType() {
    return headers.get("content-type");
  }

  public @Nullable String accept() {
    return headers.get("accept");
  }

  /** Whether the request announces a body; an unannounced one is not read (observed). */
  public boolean announcesBody() {
    var encoding = headers.get("transfer-encoding");
    return headers.containsKey("content-length") || encoding != null && encoding.contains("chunked");
  }
}
