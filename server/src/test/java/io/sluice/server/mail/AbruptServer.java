package io.sluice.server.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that takes every mail, and breaks the connection off when it is told goodbye. */
final class AbruptServer implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final AtomicInteger taken = new AtomicInteger();

  AbruptServer() throws IOException {
    Thread.ofVirtual().start(() -> {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          talk(socket);
        } catch (IOException closed) {
          if (!server.isClosed()) {
            throw new UncheckedIOException(closed);
          }
        }
      }
    });
  }

  String url() {
    return "smtp://127.0.0.1:" + server.getLocalPort();
  }

  int taken() {
    return taken.get();
  }

  private void talk(Socket socket) throws IOException {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    say(socket, "220 here");
    boolean content = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (content) {
        if (line.equals(".")) {
          content = false;
          taken.incrementAndGet();
          say(socket, "250 kept");
        }
      } else if (line.startsWith("QUIT")) {
        socket.setSoLinger(true, 0); // the other side is told by a reset
        return;
      } else {
        content = line.startsWith("DATA");
        say(socket, content ? "354 go on" : "250 yes");
      }
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
