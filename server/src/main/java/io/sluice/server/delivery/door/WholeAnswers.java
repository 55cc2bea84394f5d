package io.sluice.server.delivery.door;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/** Reads answers to their end, as far as one may be long and there is room for it. */
final class WholeAnswers {

  /** A body that goes on behind the longest that is read. */
  static final class TooLong extends IOException {}

  /** A long answer that was given up while others had all the room. */
  static final class NoRoom extends IOException {}

  private final AnswersInHand inHand;
  private final int maxBodyBytes;

  WholeAnswers(AnswersInHand inHand, int maxBodyBytes) {
    this.inHand = inHand;
    this.maxBodyBytes = maxBodyBytes;
  }

  OutboundResponse read(ClassicHttpResponse response, HttpUriRequestBase message) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> cookies = new ArrayList<>();
    for (var header : response.getHeaders()) {
      var value = header.getValue() == null ? "" : header.getValue();
      headers.merge(header.getName(), value, (a, b) -> a + ", " + b);
      if (header.getName().equalsIgnoreCase("Set-Cookie")) {
        cookies.add(value);
      }
    }
    var version = response.getVersion();
    var reason = response.getReasonPhrase();
    return new OutboundResponse(response.getCode(), reason == null ? "" : reason,
        version == null ? "1.1" : version.getMajor() + "." + version.getMinor(), headers, cookies,
        body(response, message));
  }

  private String body(ClassicHttpResponse response, HttpUriRequestBase message) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return "";
    }
    var content = entity.getContent();
    byte[] body = content.readNBytes(Math.min(AnswersInHand.SMALL_BYTES, maxBodyBytes));
    if (body.length == AnswersInHand.SMALL_BYTES) {
      body = longBody(body, content);
    }
    if (content.read() >= 0) {
      // Before anything closes the stream: closing it would read on to its end, to save the connection.
      message.cancel();
      throw new TooLong();
    }
    return new String(body, charset(entity.getContentType()));
  }

  private byte[] longBody(byte[] start, InputStream content) throws IOException {
    try {
      inHand.take(maxBodyBytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoRoom();
    }
    byte[] rest = content.readNBytes(maxBodyBytes - start.length);
    byte[] body = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, body, start.length, rest.length);
    inHand.giveBack(maxBodyBytes - body.length);
    return body;
  }

  private static Charset charset(@Nullable String contentType) {
    var type = contentType == null ? null : ContentType.parseLenient(contentType);
    var charset = type == null ? null : type.getCharset();
    return charset == null ? StandardCharsets.UTF_8 : charset;
  }
}
