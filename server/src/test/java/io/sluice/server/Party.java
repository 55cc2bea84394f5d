package io.sluice.server;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One of the cast: an account, its admin, and the key she calls with. */
public record Party(
    SluiceServer server, String accountId, String userId, String email, String password, String apiKey) {

  /** The same party, who calls another server. */
  public Party at(SluiceServer other) {
    return new Party(other, accountId, userId, email, password, apiKey);
  }

  public SluiceServer.Reply get(String path) {
    return server.send(request(path).GET());
  }

  public SluiceServer.Reply post(String path, String json) {
    return server.send(request(path).header("Content-Type", "application/json").POST(body(json)));
  }

  public SluiceServer.Reply post(String path) {
    return server.send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Under an {@code Idempotency-Key}. */
  public SluiceServer.Reply postAs(String key, String path, String json) {
    return server.send(request(path).header("Content-Type", "application/json").header("Idempotency-Key", key)
        .POST(body(json)));
  }

  public SluiceServer.Reply put(String path, String json) {
    return server.send(request(path).header("Content-Type", "application/json").PUT(body(json)));
  }

  public SluiceServer.Reply put(String path) {
    return server.send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
  }

  public SluiceServer.Reply delete(String path) {
    return server.send(request(path).DELETE());
  }

  public SluiceServer.Reply delete(String path, String json) {
    return server.send(request(path).header("Content-Type", "application/json").method("DELETE", body(json)));
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "application/json");
    if (!apiKey.isEmpty()) {
      String pair = Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + pair);
    }
    return request;
  }

  private static HttpRequest.BodyPublisher body(String json) {
    return HttpRequest.BodyPublishers.ofString(json);
  }
}
