package io.sluice.server.delivery.firehose;

import io.sluice.server.delivery.credential.OpenedCredential;
import java.util.Optional;

/** What an account signs requests to its storage with. */
record S3Keys(String accessKeyId, String secretAccessKey) {

  /**
   * A credential of type {@code user} holds them as name and password; any may hold them by their own names. Empty where
   * they are not there.
   */
  static Optional<S3Keys> of(OpenedCredential credential) {
    String id = credential.secret("access_key_id")
        .orElseGet(() -> credential.credential().shown().path("username").asString(""));
    String secret = credential.secret("secret_access_key").or(() -> credential.secret("password")).orElse("");
    return id.isBlank() || secret.isBlank() ? Optional.empty() : Optional.of(new S3Keys(id, secret));
  }

  /** Never prints a secret. */
  @Override
  public String toString() {
    return "S3Keys[" + accessKeyId + "]";
  }
}
