package io.sluice.server.idempotency;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body can be looked at before its route reads it; untouched until somebody does. */
final class ReadRequest extends HttpServletRequestWrapper {

  private byte @Nullable [] body;

  ReadRequest(HttpServletRequest request) {
    super(request);
  }

  /** The one around or below this request; null when there is none. */
  static @Nullable ReadRequest within(ServletRequest request) {
    ServletRequest inner = request;
    while (!(inner instanceof ReadRequest) && inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner instanceof ReadRequest read ? read : null;
  }

  /** No more than the operator's limit of every body. */
  byte[] body() throws IOException {
    byte[] known = body;
    if (known == null) {
      known = super.getInputStream().readAllBytes();
      body = known;
    }
    return known;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    byte[] known = body;
    return known == null ? super.getInputStream() : new Bytes(known);
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (body == null) {
      return super.getReader();
    }
    String encoding = getCharacterEncoding();
    return new BufferedReader(new InputStreamReader(
        getInputStream(), encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
  }

  private static final class Bytes extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    Bytes(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("routes read while they wait");
    }
  }
}
