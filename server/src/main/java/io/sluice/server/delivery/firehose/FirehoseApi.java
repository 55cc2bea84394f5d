package io.sluice.server.delivery.firehose;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.server.account.Subscriber;
import io.sluice.server.flow.Firehose;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /firehose}: tries settings out before a flow has them (exchange 14.1). */
@ExchangeApi
class FirehoseApi {

  private static final String TEST_FILE = "leadconduit-events/test.txt";

  record TriedJson(@JsonProperty("ETag") String etag) {}

  private final S3 storage;

  FirehoseApi(S3 storage) {
    this.storage = storage;
  }

  @GetMapping("/firehose")
  Answer<TriedJson> tryOut(
      Subscriber caller,
      @RequestParam("access_key_id") String accessKeyId,
      @RequestParam("secret_access_key") String secretAccessKey,
      @RequestParam("bucket") String bucket,
      @RequestParam(name = "prefix", defaultValue = "") String prefix) {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank() || !Firehose.BUCKET.matcher(bucket).matches()) {
      return Answer.problem(Problem.of(400, "firehose_settings",
          "access_key_id and secret_access_key are required, and bucket must be the name of a bucket"));
    }
    String folder = prefix.replaceAll("^/+|/+$", "");
    S3.Put put = storage.put(new S3Keys(accessKeyId, secretAccessKey), bucket,
        folder.isEmpty() ? TEST_FILE : folder + "/" + TEST_FILE, "text/plain", "Copies of events can be written here.\n");
    return switch (put) {
      case S3.Put.Stored(String etag) -> Answer.ok(new TriedJson(etag));
      case S3.Put.Failed(String reason) -> Answer.problem(Problem.of(400, "firehose_failed", reason));
    };
  }
}
