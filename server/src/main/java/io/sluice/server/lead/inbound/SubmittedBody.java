package io.sluice.server.lead.inbound;

import io.sluice.server.http.BodyLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;

/** A request's body as it came over the wire, or why there is none. */
public sealed interface SubmittedBody {

  int BUFFER_BYTES = 8_192;

  record Bytes(byte[] body) implements SubmittedBody {}

  record Broken(TransportRefusal refusal) implements SubmittedBody {}

  /** One that is counted where it comes from, as everything is that passes the filter of bodies. */
  static SubmittedBody read(HttpServletRequest request, BodyLimit limit) {
    return read(request, limit, _ -> {});
  }

  /**
   * Blocks for at most the limit's time, and for as long as the container waits for one more byte.
   *
   * @param room told what was read; throws where there is none
   */
  static SubmittedBody read(HttpServletRequest request, BodyLimit limit, IntConsumer room) {
    int maxBytes = limit.bytes();
    long announced = request.getContentLengthLong();
    if (announced > maxBytes) {
      return tooLong(maxBytes);
    }
    long deadline = System.nanoTime() + limit.within().toNanos();
    try {
      InputStream in = request.getInputStream();
      // Grows with what comes: who announces much and sends nothing takes no memory.
      var body = new ByteArrayOutputStream(announced > 0 ? (int) Math.min(announced, BUFFER_BYTES) : 512);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        room.accept(read);
        body.write(buffer, 0, read);
        if (body.size() > maxBytes) {
          return tooLong(maxBytes);
        }
        if (System.nanoTime() > deadline) {
          return tooSlow();
        }
      }
      return announced > body.size() ? cut() : new Bytes(body.toByteArray());
    } catch (IOException e) {
      return isTimeout(e) ? tooSlow() : cut();
    }
  }

  private static boolean isTimeout(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static SubmittedBody tooLong(int maxBytes) {
    return new Broken(TransportRefusal.of(413, "Body is longer than " + maxBytes + " bytes"));
  }

  private static SubmittedBody tooSlow() {
    return new Broken(TransportRefusal.of(408, "Body did not arrive in time"));
  }

  private static SubmittedBody cut() {
    return new Broken(TransportRefusal.of(400, "Body ended before it was complete"));
  }
}
