package io.sluice.server.delivery.credential;

import io.sluice.server.kernel.CredentialId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be seen of a credential (exchange 14.5). Its secrets are sealed beside it and come out only for a delivery
 * ({@link OpenedCredential}).
 *
 * @param packageId the integrations it is for, such as {@code leadconduit-default}
 * @param shown those of the type's properties that are no secret
 * @param secretsUpdatedAt when a secret was last given
 */
public record Credential(
    CredentialId id,
    String name,
    Type type,
    String packageId,
    ObjectNode shown,
    Instant secretsUpdatedAt,
    Instant createdAt,
    Instant updatedAt) {

  /** What is neither common to all nor shown is a secret, also where the contract does not know it. */
  public enum Type {
    USER(Set.of("username"), List.of("username", "password")),
    TOKEN(Set.of(), List.of("token")),
    OAUTH1(Set.of("user", "org", "expires_at"), List.of("access_token")),
    OAUTH2(Set.of("user", "org", "expires_at"), List.of("access_token"));

    private final Set<String> shown;
    private final List<String> required;

    Type(Set<String> shown, List<String> required) {
      this.shown = shown;
      this.required = required;
    }

    /** The contract's word. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(String word) {
      return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    boolean shows(String property) {
      return shown.contains(property);
    }

    List<String> required() {
      return required;
    }
  }

  /** As a recipient event shows it (exchange 12.3). */
  public Map<String, String> summary() {
    return Map.of("id", id.value(), "name", name, "type", type.word(), "package", packageId);
  }
}
