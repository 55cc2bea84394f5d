package io.sluice.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** One of the cast at the public API; every request is told as it is made. */
final class Actor {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final String authorization;
  private final URI base;
  private final HttpClient http;
  private final Narrator narrator;

  /** @param authorization the header; empty: somebody without credentials */
  Actor(String name, String authorization, URI base, HttpClient http, Narrator narrator) {
    this.name = name;
    this.authorization = authorization;
    this.base = base;
    this.http = http;
    this.narrator = narrator;
  }

  static String key(String apiKey) {
    return "Basic " + Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
  }

  static String token(String jwt) {
    return "Bearer " + jwt;
  }

  /** An answer: its status, and its body as JSON (missing where it is none). */
  record Reply(int status, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JacksonException notJson) {
        return JsonNodeFactory.instance.missingNode();
      }
    }

    String at(String pointer) {
      return json().at(pointer).asString("");
    }
  }

  Reply get(String path) {
    return tell("GET", path, "", "");
  }

  Reply post(String path, String json) {
    return tell("POST", path, "application/json", json);
  }

  Reply put(String path, String json) {
    return tell("PUT", path, "application/json", json);
  }

  Reply submit(String path, String type, String body) {
    return tell("POST", path, type, body);
  }

  /** Without its answer, which is a secret. */
  Reply whisper(String path, String json) {
    narrator.request(name, "POST " + path, "");
    Reply reply = send("POST", path, "application/json", json);
    narrator.answer(reply.status(), "");
    return reply;
  }

  /** The same without a word: for looking at what was changed. */
  JsonNode look(String path) {
    return send("GET", path, "", "").json();
  }

  private Reply tell(String method, String path, String type, String body) {
    narrator.request(name, method + " " + path + (type.isEmpty() || type.endsWith("json") ? "" : "  (" + type + ")"), body);
    Reply reply = send(method, path, type, body);
    narrator.answer(reply.status(), reply.text());
    return reply;
  }

  private Reply send(String method, String path, String type, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE)
        .header("Accept", "application/json")
        .method(method, body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of the story", e);
    }
  }
}
