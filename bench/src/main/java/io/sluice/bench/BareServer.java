package io.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The job of the Camel route with nothing around it: check three fields, keep the lead, POST it, keep the outcome, answer.
 * No framework, no more than one row a lead, and every commit carries all that wait for one. What it can do is what this
 * machine can do: whoever also explains, prices, caps, routes and keeps events can only be slower.
 *
 * <p>Arguments: port, JDBC URL, user, and the recipient's URL; without one, leads are kept and not POSTed. The database's
 * password is on standard input.
 */
final class BareServer {

  private static final int BACKLOG = 1024;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final byte[] SUCCESS = MessageReader.ascii("\"outcome\":\"success\"");
  private static final JsonMapper JSON = new JsonMapper();

  private final BareLeads leads;
  private final @Nullable URI recipient;
  /** Of nobody at the moment. */
  private final Deque<Call> calls = new ConcurrentLinkedDeque<>();

  private BareServer(BareLeads leads, @Nullable URI recipient) {
    this.leads = leads;
    this.recipient = recipient;
  }

  public static void main(String... words) throws Exception {
    var leads = new BareLeads(words[1], words[2], new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip());
    var server = new BareServer(leads, words.length > 3 ? URI.create(words[3]) : null);
    try (var port = new ServerSocket(Integer.parseInt(words[0]), BACKLOG, InetAddress.ofLiteral("127.0.0.1"))) {
      while (true) {
        Socket connection = port.accept();
        Thread.ofVirtual().start(() -> server.serve(connection));
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var requests = new MessageReader(connection.getInputStream());
      while (requests.next()) {
        write(connection, "HTTP/1.1 201 Created", answer(requests.body()));
      }
    } catch (IOException e) {
      // The sender has gone away, and counts what it was not told as an error.
    }
  }

  private String answer(String lead) throws IOException {
    JsonNode fields = JSON.readTree(lead);
    String email = fields.path("email").asString("");
    if (fields.path("first_name").asString("").isBlank() || !EMAIL.matcher(email).matches()
        || !fields.path("state").asString("").equals("Texas")) {
      return "{\"outcome\":\"failure\",\"reason\":\"first_name, email or state is not as it should be\"}";
    }
    var id = UUID.randomUUID();
    if (!leads.receive(id, email, lead)) {
      return "{\"outcome\":\"failure\",\"reason\":\"Duplicate\"}";
    }
    String outcome = "success";
    if (recipient != null) {
      outcome = deliver(lead, recipient);
      leads.end(id, outcome);
    }
    return "{\"outcome\":\"" + outcome + "\",\"lead\":{\"id\":\"" + id + "\"}}";
  }

  private String deliver(String lead, URI recipient) throws IOException {
    Call call = calls.pollFirst();
    if (call == null) {
      var socket = new Socket(InetAddress.ofLiteral(recipient.getHost()), recipient.getPort());
      socket.setTcpNoDelay(true);
      call = new Call(socket, new MessageReader(socket.getInputStream()));
    }
    write(call.socket, "POST " + recipient.getPath() + " HTTP/1.1\r\nHost: " + recipient.getAuthority(), lead);
    if (!call.answers.next()) {
      throw new IOException("the recipient has gone away");
    }
    String outcome = call.answers.bodyHolds(SUCCESS) ? "success" : "failure";
    calls.addFirst(call);
    return outcome;
  }

  /** A connection to the recipient that is kept. */
  private record Call(Socket socket, MessageReader answers) {}

  private static void write(Socket connection, String head, String json) throws IOException {
    OutputStream out = connection.getOutputStream();
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] start = MessageReader.ascii(
        head + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n");
    byte[] message = new byte[start.length + body.length];
    System.arraycopy(start, 0, message, 0, start.length);
    System.arraycopy(body, 0, message, start.length, body.length);
    out.write(message);
  }
}
