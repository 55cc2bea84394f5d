package io.sluice.server.delivery.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A credential with its secrets, on its way to a recipient. Never kept, never printed. */
public final class OpenedCredential {

  private final Credential credential;
  private final ObjectNode secrets;

  OpenedCredential(Credential credential, ObjectNode secrets) {
    this.credential = credential;
    this.secrets = secrets;
  }

  public Credential credential() {
    return credential;
  }

  /** Such as {@code password} or {@code access_token}, or what else was given with it. */
  public Optional<String> secret(String name) {
    return Optional.ofNullable(secrets.get(name)).filter(value -> !value.isNull()).map(value -> value.asString(""));
  }

  /**
   * The {@code Authorization} header: Basic for a user, Bearer for a token and for OAuth 2. OAuth 1 signs each request
   * with a secret of the application's, so only a module of that recipient can.
   */
  public Optional<String> authorization() {
    return switch (credential.type()) {
      case USER -> secret("password").map(password ->
          "Basic " + Base64.getEncoder().encodeToString(
              (credential.shown().path("username").asString("") + ":" + password).getBytes(StandardCharsets.UTF_8)));
      case TOKEN -> secret("token").map(token -> "Bearer " + token);
      case OAUTH2 -> secret("access_token").map(token -> "Bearer " + token);
      case OAUTH1 -> Optional.empty();
    };
  }

  /** Never prints a secret. */
  @Override
  public String toString() {
    return "OpenedCredential[" + credential.id() + "]";
  }
}
