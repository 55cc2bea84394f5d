package io.sluice.server.crm.file;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the operator decided about files.
 *
 * @param bucket where contents go; empty: into the database
 * @param importRetention how long the file of an import, and its bad rows, are kept after its end
 */
public record FileSettings(Optional<Bucket> bucket, Duration importRetention) {

  /**
   * A bucket of the operator's own.
   *
   * @param endpoint without a slash at the end
   */
  public record Bucket(URI endpoint, String region, String name, String accessKeyId, String secretAccessKey) {

    /** Never prints a secret. */
    @Override
    public String toString() {
      return "Bucket[" + endpoint + "/" + name + "]";
    }
  }
}
