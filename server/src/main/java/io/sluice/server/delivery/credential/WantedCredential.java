package io.sluice.server.delivery.credential;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.sluice.server.delivery.credential.Credential.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A credential as a client sends it: some of it for everybody to see, the rest secret. */
record WantedCredential(ObjectNode json) {

  private static final Set<String> COMMON =
      Set.of("id", "name", "type", "package", "created_at", "updated_at", "secrets_updated_at");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static WantedCredential of(ObjectNode json) {
    return new WantedCredential(json);
  }

  /** Empty when the caller leaves it to us. */
  String id() {
    return json.path("id").asString("");
  }

  String name() {
    return json.path("name").asString("");
  }

  String packageId() {
    return json.path("package").asString("");
  }

  /** The contract check lets no other word pass. */
  Type type() {
    return Type.of(json.path("type").asString("")).orElseThrow();
  }

  ObjectNode shown() {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    json.properties().forEach(property -> {
      if (type().shows(property.getKey()) && !property.getValue().isNull()) {
        shown.set(property.getKey(), property.getValue());
      }
    });
    return shown;
  }

  /** What was given now over what is known: nobody can send back what is never shown. A null forgets. */
  ObjectNode secretsOver(ObjectNode known) {
    ObjectNode secrets = known.deepCopy();
    json.properties().forEach(property -> {
      if (isSecret(property.getKey())) {
        if (property.getValue().isNull()) {
          secrets.remove(property.getKey());
        } else {
          secrets.set(property.getKey(), property.getValue());
        }
      }
    });
    return secrets;
  }

  boolean givesSecrets() {
    return json.propertyNames().stream().anyMatch(this::isSecret);
  }

  /** What the type needs and neither part has. */
  List<String> missing(ObjectNode secrets) {
    List<String> missing = new ArrayList<>();
    for (String property : type().required()) {
      JsonNode value = type().shows(property) ? json.path(property) : secrets.path(property);
      if (value.asString("").isEmpty()) {
        missing.add(property);
      }
    }
    return missing;
  }

  private boolean isSecret(String property) {
    return !COMMON.contains(property) && !type().shows(property);
  }

  /** Never prints a secret. */
  @Override
  public String toString() {
    return "WantedCredential[" + name() + "]";
  }
}
