package io.sluice.server.delivery.firehose;

import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.delivery.door.OutboundResult;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Puts objects into buckets. Signing is the library's, sending the door's: an endpoint is dialled only if a delivery to
 * it would be.
 */
@Component
final class S3 {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String REGION_HEADER = "x-amz-bucket-region";
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");
  private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,500})</Message>");

  private final S3Endpoint endpoint;
  private final OutboundDoor door;
  private final Clock clock;

  S3(S3Endpoint endpoint, OutboundDoor door, Clock clock) {
    this.endpoint = endpoint;
    this.door = door;
    this.clock = clock;
  }

  /** Not loaded by a server whose flows have no firehose. */
  private static final class Signer {
    static final AwsV4HttpSigner V4 = AwsV4HttpSigner.create();
  }

  /** What became of an object. */
  sealed interface Put {

    /** @param etag as the storage says it, in its quotes */
    record Stored(String etag) implements Put {}

    /** @param reason the storage's own words where it answered */
    record Failed(String reason) implements Put {}
  }

  /** Overwrites what is there: an object that is put twice is there once. */
  Put put(S3Keys keys, String bucket, String key, String contentType, String content) {
    String path = "/" + bucket + "/" + encoded(key);
    OutboundResult first = send(keys, endpoint.region(), path, contentType, content);
    return region(first)
        .map(region -> read(send(keys, region, path, contentType, content)))
        .orElseGet(() -> read(first));
  }

  /** Where the bucket lies, if that is not where it was looked for. */
  private Optional<String> region(OutboundResult result) {
    return result instanceof OutboundResult.Answered(OutboundResponse response, var _) && response.status() >= 300
        ? response.header(REGION_HEADER)
            .filter(region -> !region.equals(endpoint.region()) && REGION.matcher(region).matches())
        : Optional.empty();
  }

  private OutboundResult send(S3Keys keys, String region, String path, String contentType, String content) {
    URI address = URI.create(endpoint.addressIn(region) + path);
    Map<String, String> headers = new LinkedHashMap<>();
    signed(keys, region, address, contentType, content).forEach((name, values) -> {
      if (!name.equalsIgnoreCase("Host")) { // the door writes it, from the same address
        headers.put(name, String.join(",", values));
      }
    });
    return door.send(new OutboundRequest(address.toString(), "PUT", headers, Optional.of(content)), path, TIMEOUT);
  }

  private Map<String, List<String>> signed(
      S3Keys keys, String region, URI address, String contentType, String content) {
    SdkHttpRequest request = SdkHttpRequest.builder()
        .method(SdkHttpMethod.PUT).uri(address).putHeader("Content-Type", contentType).build();
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider payload = () -> new ByteArrayInputStream(bytes);
    return Signer.V4.sign(sign -> sign
        .identity(AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey()))
        .request(request)
        .payload(payload)
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
        .putProperty(HttpSigner.SIGNING_CLOCK, clock)).request().headers();
  }

  private static Put read(OutboundResult result) {
    return switch (result) {
      case OutboundResult.Answered(OutboundResponse response, var _) when response.status() / 100 == 2 ->
          new Put.Stored(response.header("ETag").orElse(""));
      case OutboundResult.Answered(OutboundResponse response, var _) -> new Put.Failed(complaint(response));
      case OutboundResult.Unanswered unanswered -> new Put.Failed(unanswered.reason());
    };
  }

  private static String complaint(OutboundResponse response) {
    Matcher code = CODE.matcher(response.body());
    Matcher message = MESSAGE.matcher(response.body());
    return (code.find() ? code.group(1) : "Status " + response.status())
        + (message.find() ? ": " + message.group(1) : "");
  }

  /** As S3 wants it signed: everything but unreserved characters and the slashes between the parts. */
  private static String encoded(String key) {
    return Arrays.stream(key.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8)
            .replace("+", "%20").replace("*", "%2A").replace("%7E", "~"))
        .collect(Collectors.joining("/"));
  }
}
