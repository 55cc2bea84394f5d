package io.sluice.server.delivery.credential;

import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A credential on the wire and in changelogs: without its secrets (exchange 14.5). */
record CredentialJson(@JsonValue ObjectNode json) {

  static CredentialJson of(Credential credential) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("id", credential.id().value())
        .put("name", credential.name())
        .put("type", credential.type().word())
        .put("package", credential.packageId());
    json.setAll(credential.shown());
    json.put("secrets_updated_at", credential.secretsUpdatedAt().toString());
    json.put("created_at", credential.createdAt().toString());
    json.put("updated_at", credential.updatedAt().toString());
    return new CredentialJson(json);
  }
}
