package io.sluice.server.flow;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Where copies of a flow's events go (exchange 14.1).
 *
 * @param prefix without slashes at its ends; may be empty
 */
public record Firehose(String credentialId, String bucket, String prefix) {

  /** As S3 has them. */
  public static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final int MAX_PREFIX_CHARS = 500;

  /** Empty where it is not enabled. */
  static Optional<Firehose> of(JsonNode flow) {
    JsonNode settings = settings(flow);
    return settings.path("enabled").asBoolean(false)
        ? Optional.of(new Firehose(settings.path("credential_id").asString(""), settings.path("bucket").asString(""),
            settings.path("prefix").asString("").replaceAll("^/+|/+$", "")))
        : Optional.empty();
  }

  /** Everything that is wrong with it, by where. */
  static void check(JsonNode flow, FlowErrors errors, Predicate<String> isCredential) {
    if (flow.path("firehose").path("services").path("azure").path("enabled").asBoolean(false)) {
      errors.add("firehose.services.azure", "this server copies events to storage that speaks S3");
    }
    String path = settings(flow) == flow.path("firehose") ? "firehose." : "firehose.services.aws.";
    of(flow).ifPresent(firehose -> {
      if (!isCredential.test(firehose.credentialId())) {
        errors.add(path + "credential_id", "there is no credential " + firehose.credentialId());
      }
      if (!BUCKET.matcher(firehose.bucket()).matches()) {
        errors.add(path + "bucket", "must be the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens");
      }
      if (firehose.prefix().length() > MAX_PREFIX_CHARS) {
        errors.add(path + "prefix", "must have at most " + MAX_PREFIX_CHARS + " characters");
      }
    });
  }

  /** As older clients write it, or below {@code services} with the name of whose storage it is. */
  private static JsonNode settings(JsonNode flow) {
    JsonNode aws = flow.path("firehose").path("services").path("aws");
    return aws.isObject() ? aws : flow.path("firehose");
  }
}
