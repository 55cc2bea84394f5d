package io.sluice.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads HTTP/1.1 messages off a connection, one after the other, in a buffer that is used again: the driver shares the
 * machine with what it measures. Both sides say the length of their bodies; a message that does not has none.
 */
final class MessageReader {

  private static final int MAX_MESSAGE_BYTES = 64 << 10;
  private static final byte[] HEAD_END = ascii("\r\n\r\n");
  private static final byte[] LENGTH = ascii("\r\ncontent-length:");
  private static final byte[] CHUNKED = ascii("\r\ntransfer-encoding:");
  private static final byte[] CLOSE = ascii("\r\nconnection: close");

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_MESSAGE_BYTES];
  private int filled;
  private int bodyStart;
  private int end;

  MessageReader(InputStream in) {
    this.in = in;
  }

  /** Reads the next message to its end. @return false when the other side closed before it began */
  boolean next() throws IOException {
    System.arraycopy(buffer, end, buffer, 0, filled - end);
    filled -= end;
    end = 0;
    int headEnd;
    while ((headEnd = find(HEAD_END, 0, filled)) < 0) {
      if (!fill()) {
        if (filled == 0) {
          return false;
        }
        throw new EOFException("the connection was closed within a message");
      }
    }
    bodyStart = headEnd + HEAD_END.length;
    if (find(CHUNKED, 0, headEnd) >= 0) {
      throw new IOException("a message in chunks, which nobody here sends");
    }
    end = bodyStart + contentLength(headEnd);
    while (filled < end) {
      if (!fill()) {
        throw new EOFException("the connection was closed within a body");
      }
    }
    return true;
  }

  /** Of a response. */
  int status() {
    int space = find(new byte[] {' '}, 0, bodyStart);
    return Integer.parseInt(text(space + 1, space + 4));
  }

  /** Of a request. */
  String path() {
    int start = find(new byte[] {' '}, 0, bodyStart) + 1;
    return text(start, find(new byte[] {' '}, start, bodyStart));
  }

  boolean bodyHolds(byte[] text) {
    return find(text, bodyStart, end) >= 0;
  }

  /** Whether the other side ends the connection after this message. */
  boolean isLast() {
    return find(CLOSE, 0, bodyStart) >= 0;
  }

  /** The value of a header, by its name in lower case; blank when it is absent. */
  String header(String name) {
    int at = find(ascii("\r\n" + name + ":"), 0, bodyStart);
    if (at < 0) {
      return "";
    }
    int start = at + name.length() + 3;
    return text(start, find(new byte[] {'\r'}, start, bodyStart)).strip();
  }

  String body() {
    return text(bodyStart, end);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private boolean fill() throws IOException {
    if (filled == buffer.length) {
      throw new IOException("a message of more than " + MAX_MESSAGE_BYTES + " bytes");
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, read);
    return read >= 0;
  }

  private int contentLength(int headEnd) {
    int at = find(LENGTH, 0, headEnd);
    if (at < 0) {
      return 0;
    }
    int start = at + LENGTH.length;
    return Integer.parseInt(text(start, find(new byte[] {'\r'}, start, headEnd + 1)).strip());
  }

  private String text(int start, int stop) {
    return new String(buffer, start, stop - start, StandardCharsets.UTF_8);
  }

  /** Where these bytes begin, whatever the case of their letters; what is looked for is in lower case. */
  private int find(byte[] wanted, int from, int to) {
    for (int at = from; at <= to - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && lower(buffer[at + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static byte lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
  }
}
