package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.bench.Arm.Answer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Driver and recipient over real connections. */
class ConversationTest {

  @Test
  void a_recipient_takes_one_lead_after_the_other_on_one_connection() throws Exception {
    try (var recipient = new Recipient(Duration.ZERO); var sender = arm(recipient.url().getPort()).open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(sender.send()).isEqualTo(Answer.TAKEN);
      }
      assertThat(recipient.taken()).isEqualTo(3);
    }
  }

  @Test
  void a_recipient_takes_the_time_it_was_told_to() throws Exception {
    try (var recipient = new Recipient(Duration.ofMillis(80)); var sender = arm(recipient.url().getPort()).open()) {
      long start = System.nanoTime();
      sender.send();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }
  }

  @Test
  void every_lead_is_another_persons() throws Exception {
    var bodies = new CompletableFuture<String>();
    try (var port = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var sender = arm(port.getLocalPort()).open()) {
      Thread.ofVirtual().start(() -> bodies.complete(twoBodies(port)));
      sender.send();
      sender.send();
      assertThat(bodies.get()).contains("milton.000000001@").contains("id=000000001")
          .contains("milton.000000002@").contains("id=000000002");
    }
  }

  @Test
  void a_lead_that_is_kept_but_no_success_is_not_taken() throws Exception {
    assertThat(answerTo("HTTP/1.1 201 Created\r\nContent-Length: 21\r\n\r\n{\"outcome\":\"failure\"}"))
        .isEqualTo(Answer.KEPT);
  }

  @Test
  void a_refusal_is_no_lead() throws Exception {
    assertThat(answerTo("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Answer.REFUSED);
  }

  @Test
  void a_connection_that_ends_without_an_answer_is_neither() {
    assertThatThrownBy(() -> answerTo("HTTP/1.1 201 Cre")).isInstanceOf(IOException.class);
  }

  @Test
  void messages_that_come_in_pieces_or_together_are_read_one_by_one() throws Exception {
    byte[] two = MessageReader.ascii("""
        HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\n\r\nfirstHTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 6\r
        \r\nsecond""");
    for (InputStream in : new InputStream[] {new ByteArrayInputStream(two), inPieces(two)}) {
      var messages = new MessageReader(in);
      assertThat(messages.next()).isTrue();
      assertThat(messages.body()).isEqualTo("first");
      assertThat(messages.isLast()).isFalse();
      assertThat(messages.next()).isTrue();
      assertThat(messages.status() + messages.body()).isEqualTo("201second");
      assertThat(messages.isLast()).isTrue();
      assertThat(messages.next()).isFalse();
    }
  }

  @Test
  void a_body_that_is_cut_short_is_no_message() {
    var messages = new MessageReader(
        new ByteArrayInputStream(MessageReader.ascii("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfir")));
    assertThatThrownBy(messages::next).isInstanceOf(EOFException.class);
  }

  private static Arm arm(int port) {
    return new SubmitArm("accept", "a test", java.net.URI.create("http://127.0.0.1:" + port + "/submit"),
        ProcessHandle.current().pid(), false, new AtomicLong());
  }

  private static Answer answerTo(String response) throws Exception {
    try (var port = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var sender = arm(port.getLocalPort()).open()) {
      Thread.ofVirtual().start(() -> {
        try (var connection = port.accept()) {
          new MessageReader(connection.getInputStream()).next();
          connection.getOutputStream().write(MessageReader.ascii(response));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
      return sender.send();
    }
  }

  private static String twoBodies(ServerSocket port) {
    try (var connection = port.accept()) {
      var requests = new MessageReader(connection.getInputStream());
      var bodies = new StringBuilder();
      for (int i = 0; i < 2; i++) {
        requests.next();
        bodies.append(requests.body());
        connection.getOutputStream().write(MessageReader.ascii("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"));
      }
      return bodies.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static InputStream inPieces(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 3));
      }
    };
  }
}
