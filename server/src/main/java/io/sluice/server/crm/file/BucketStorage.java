package io.sluice.server.crm.file;

import io.sluice.server.kernel.AccountId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Contents as objects {@code <account>/<file>} of the operator's bucket, in storage that speaks S3. It is dialled as
 * the database is, for the operator named both; the door out is for addresses that accounts name (decision 0121).
 */
final class BucketStorage implements FileStorage {

  static final String WORD = "bucket";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final FileSettings.Bucket bucket;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  BucketStorage(FileSettings.Bucket bucket, Clock clock) {
    this.bucket = bucket;
    this.clock = clock;
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public void put(AccountId account, StoredFile file, byte[] content) {
    Reply reply = send(SdkHttpMethod.PUT, address(account, file), content);
    if (reply.status() / 100 != 2) {
      throw away("PUT", reply.status());
    }
  }

  @Override
  public Optional<byte[]> get(AccountId account, StoredFile file) {
    Reply reply = send(SdkHttpMethod.GET, address(account, file), new byte[0]);
    if (reply.status() == 404) {
      return Optional.empty();
    }
    if (reply.status() != 200 || reply.body().length != file.sizeBytes()) {
      throw away("GET", reply.status());
    }
    return Optional.of(reply.body());
  }

  @Override
  public void delete(AccountId account, StoredFile file) {
    Reply reply = send(SdkHttpMethod.DELETE, address(account, file), new byte[0]);
    if (reply.status() / 100 != 2 && reply.status() != 404) {
      throw away("DELETE", reply.status());
    }
  }

  /** Both parts hold nothing that a path would have to escape. */
  private URI address(AccountId account, StoredFile file) {
    return URI.create(bucket.endpoint() + "/" + bucket.name() + "/" + account.value() + "/" + file.id());
  }

  private record Reply(int status, byte[] body) {}

  private Reply send(SdkHttpMethod method, URI address, byte[] content) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT)
        .method(method.name(), content.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content));
    signed(method, address, content).forEach((name, values) -> {
      if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) { // the client's own to write
        values.forEach(value -> request.header(name, value));
      }
    });
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Reply(response.statusCode(), body.readNBytes(FileKind.IMPORT.maxBytes() + 1));
      }
    } catch (IOException unreachable) {
      throw new DataAccessResourceFailureException("the bucket of files cannot be reached", unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new DataAccessResourceFailureException("waiting for the bucket of files was interrupted", stopped);
    }
  }

  private Map<String, List<String>> signed(SdkHttpMethod method, URI address, byte[] content) {
    SdkHttpRequest request = SdkHttpRequest.builder().method(method).uri(address).build();
    ContentStreamProvider payload = () -> new ByteArrayInputStream(content);
    return signer.sign(sign -> sign
        .identity(AwsCredentialsIdentity.create(bucket.accessKeyId(), bucket.secretAccessKey()))
        .request(request)
        .payload(payload)
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
        .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
        .putProperty(HttpSigner.SIGNING_CLOCK, clock)).request().headers();
  }

  private static DataAccessResourceFailureException away(String what, int status) {
    return new DataAccessResourceFailureException("the bucket of files answered a " + what + " with " + status);
  }
}
