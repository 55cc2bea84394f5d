package io.sluice.server.delivery.credential;

import io.sluice.server.delivery.credential.Credential.Type;
import io.sluice.server.kernel.CredentialId;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Credentials as they reach a module, for tests that have no account. */
public final class OpenedCredentials {

  private OpenedCredentials() {}

  /** @param json all its properties, such as {@code type}, {@code username} and {@code password} */
  public static OpenedCredential of(JsonNode json) {
    Type type = Type.of(json.path("type").asString("user")).orElseThrow();
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    ObjectNode secrets = JsonNodeFactory.instance.objectNode();
    json.properties().forEach(property ->
        (type.shows(property.getKey()) ? shown : secrets).set(property.getKey(), property.getValue()));
    return new OpenedCredential(new Credential(CredentialId.of("5fd0e97a9f80974c1c9c6ac1"), "test", type, "test", shown,
        Instant.EPOCH, Instant.EPOCH, Instant.EPOCH), secrets);
  }
}
