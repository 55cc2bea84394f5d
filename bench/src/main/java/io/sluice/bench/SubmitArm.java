package io.sluice.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Submits leads, each of another person, as JSON over a connection that stays open.
 *
 * @param pid of the server that takes them
 */
record SubmitArm(String name, String meaning, URI submitUrl, long pid, boolean callsRecipient, AtomicLong people)
    implements Arm {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NUMBER_DIGITS = 9;
  private static final String NUMBER_MARK = "#########";
  private static final int CREATED = 201;
  private static final byte[] SUCCESS = MessageReader.ascii("\"outcome\":\"success\"");

  /** About what a web form sends. */
  private static final String LEAD = """
      {"first_name":"Milton","last_name":"Waddams","email":"milton.#########@initech.example",\
      "phone_1":"512-555-0142","address_1":"4120 Freidrich Lane","city":"Austin","state":"Texas",\
      "postal_code":"78744","comments":"Looking for solar on a south roof, please call after five.",\
      "ip_address":"203.0.113.7","landing_page":"https://solar.initech.example/quote?campaign=spring&id=#########"}""";

  @Override
  public OptionalLong server() {
    return OptionalLong.of(pid);
  }

  @Override
  public Sender open() {
    return new Connection();
  }

  static int leadBytes() {
    return LEAD.length();
  }

  private final class Connection implements Sender {

    private final byte[] request = MessageReader.ascii("""
        POST %s HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        Accept: application/json\r
        User-Agent: bench\r
        Content-Length: %d\r
        \r
        %s""".formatted(submitUrl.getRawPath(), submitUrl.getAuthority(), LEAD.length(), LEAD));
    private final int[] numberPlaces = places();
    private @Nullable Socket socket;
    private @Nullable MessageReader answers;
    private @Nullable OutputStream out;

    @Override
    public Answer send() throws IOException {
      number(people.incrementAndGet());
      try {
        connected().write(request);
        MessageReader reader = java.util.Objects.requireNonNull(answers);
        if (!reader.next()) {
          throw new EOFException("the connection was closed without an answer");
        }
        boolean kept = reader.status() == CREATED;
        Answer answer = !kept ? Answer.REFUSED : reader.bodyHolds(SUCCESS) ? Answer.TAKEN : Answer.KEPT;
        if (reader.isLast()) {
          close();
        }
        return answer;
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      Socket ended = socket;
      socket = null;
      out = null;
      answers = null;
      if (ended != null) {
        ended.close();
      }
    }

    private OutputStream connected() throws IOException {
      OutputStream ready = out;
      if (ready == null) {
        Socket fresh = new Socket(InetAddress.ofLiteral(submitUrl.getHost()), submitUrl.getPort());
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout((int) PATIENCE.toMillis());
        socket = fresh;
        answers = new MessageReader(fresh.getInputStream());
        ready = fresh.getOutputStream();
        out = ready;
      }
      return ready;
    }

    private int[] places() {
      String text = new String(request, StandardCharsets.US_ASCII);
      int first = text.indexOf(NUMBER_MARK);
      return new int[] {first, text.indexOf(NUMBER_MARK, first + NUMBER_DIGITS)};
    }

    private void number(long person) {
      for (int place : numberPlaces) {
        long rest = person;
        for (int digit = NUMBER_DIGITS - 1; digit >= 0; digit--) {
          request[place + digit] = (byte) ('0' + rest % 10);
          rest /= 10;
        }
      }
    }
  }
}
