package io.sluice.server.crm;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.URI;
import java.net.http.HttpRequest;

/** Somebody who calls with a bearer token. */
public record Bearer(SluiceServer server, String token) {

  /** Signs in with the password. */
  public static Bearer of(Party party) {
    return of(party.server(), party.email(), party.password());
  }

  public static Bearer of(SluiceServer server, String email, String password) {
    return new Bearer(server, login(server, email, password).is(200).at("token"));
  }

  public static Reply login(SluiceServer server, String email, String password) {
    return server.anybody().post("/api/v1/users/login",
        "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
  }

  public Reply get(String path) {
    return server.send(request(path).GET());
  }

  public Reply post(String path, String json) {
    return server.send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Reply put(String path, String json) {
    return server.send(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Reply delete(String path) {
    return server.send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "application/json")
        .header("Content-Type", "application/json").header("Authorization", "Bearer " + token);
  }
}
