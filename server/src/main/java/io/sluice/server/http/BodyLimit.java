package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * The largest request body that is read.
 *
 * @param bytes at least 1
 * @param within however slowly it drips: who needs longer for a megabyte does not want to be heard
 */
public record BodyLimit(int bytes, Duration within) {

  /** A body whose length is told and too large need not be read to be refused. */
  boolean refuses(HttpServletRequest request) {
    return request.getContentLengthLong() > bytes;
  }

  Problem problem() {
    return Problem.of(413, "body_too_large", "the body is too large: at most " + bytes + " bytes");
  }

  private static Problem tooSlow() {
    return Problems.clientsFault(408, "");
  }

  /**
   * Stops reading a body of untold length where it becomes too large, any that does not end, and any for which there is
   * no room.
   */
  HttpServletRequest applied(HttpServletRequest request, IntConsumer room) {
    return request.getContentLengthLong() == 0 ? request : new Counted(request, room);
  }

  private final class Counted extends HttpServletRequestWrapper {

    private final IntConsumer room;

    Counted(HttpServletRequest request, IntConsumer room) {
      super(request);
      this.room = room;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new CountedStream(super.getInputStream(), room);
    }
  }

  private final class CountedStream extends ServletInputStream {

    private final ServletInputStream body;
    private final IntConsumer room;
    private final long deadline = System.nanoTime() + within.toNanos();
    private long read;

    CountedStream(ServletInputStream body, IntConsumer room) {
      this.body = body;
      this.room = room;
    }

    @Override
    public int read() throws IOException {
      int one = inTime(body::read);
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some = inTime(() -> body.read(into, offset, length));
      count(Math.max(some, 0));
      return some;
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }

    /** The container waits for one more byte so long and no longer; the whole is ours to watch. */
    private int inTime(Reading reading) throws IOException {
      try {
        int read = reading.read();
        if (read >= 0 && System.nanoTime() > deadline) {
          throw new ProblemFound(tooSlow());
        }
        return read;
      } catch (SocketTimeoutException silent) {
        throw new ProblemFound(tooSlow());
      }
    }

    private void count(int more) {
      read += more;
      if (read > bytes) {
        throw new ProblemFound(problem());
      }
      room.accept(more);
    }
  }

  @FunctionalInterface
  private interface Reading {

    int read() throws IOException;
  }
}
