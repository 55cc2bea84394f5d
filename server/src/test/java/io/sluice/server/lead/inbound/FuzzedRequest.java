package io.sluice.server.lead.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.JsonText;
import io.sluice.server.http.body.MediaRanges;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request made of any bytes, and what must hold of its reading. The first byte chooses kind and content type, the
 * bytes up to the first line's end are the query, the rest is the body.
 */
final class FuzzedRequest {

  private static final List<String> TYPES =
      List.of(MediaRanges.JSON, MediaRanges.FORM, MediaRanges.XML, "text/xml; charset=utf-8");
  private static final int MAX_REFUSAL_CHARS = 1_000;
  /** Of the body; the query and a root stand around it. */
  private static final int MAX_DEPTH = JsonBody.MAX_DEPTH + 2;
  /** Places in lists that nobody sent values for, see {@code FormBody}. */
  private static final int MAX_EMPTY_PLACES = 10_000;

  private FuzzedRequest() {}

  /** The observed requests in this form. */
  static List<byte[]> observed() {
    List<byte[]> seeds = new ArrayList<>();
    Cases.file("inbound.json").path("requests").forEach(one -> {
      var request = InboundCasesTest.request(one.path("request"));
      var type = MediaRanges.best(String.valueOf(request.contentType()));
      int ping = request.kind() == RawSubmission.Kind.PING ? TYPES.size() : 0;
      var bytes = new ByteArrayOutputStream();
      bytes.write(ping + (type == null ? 0 : Math.max(0, TYPES.indexOf(type))));
      bytes.writeBytes(request.query().getBytes(StandardCharsets.UTF_8));
      bytes.write('\n');
      bytes.writeBytes(request.body());
      seeds.add(bytes.toByteArray());
    });
    return seeds;
  }

  private static RawSubmission of(byte[] data) {
    int choice = data.length == 0 ? 0 : data[0] & 0xff;
    int line = 1;
    while (line < data.length && data[line] != '\n') {
      line++;
    }
    var query = new String(data, Math.min(1, data.length), Math.max(0, line - 1), StandardCharsets.ISO_8859_1);
    var body = line < data.length ? Arrays.copyOfRange(data, line + 1, data.length) : new byte[0];
    var kind = choice / TYPES.size() % 2 == 0 ? RawSubmission.Kind.SUBMIT : RawSubmission.Kind.PING;
    return new RawSubmission("POST", kind, "/submit", query,
        Map.of("content-type", TYPES.get(choice % TYPES.size()), "content-length", "1"), body, "192.0.2.1",
        Instant.EPOCH);
  }

  /** A refusal in a few words, or values of bounded number and depth that can be written again; never an exception. */
  static void check(byte[] data) {
    switch (Inbound.read(of(data))) {
      case TransportRefusal refusal -> {
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.text()).isNotBlank().hasSizeLessThan(MAX_REFUSAL_CHARS);
      }
      case InboundReading.Submitted submitted -> {
        int[] left = {2 * data.length + MAX_EMPTY_PLACES + 10};
        walk(submitted.raw(), 0, left);
        JsonText.write(submitted.raw());
        submitted.redirUrl().ifPresent(url -> assertThat(RedirUrl.location(url)).matches("[!-~]+"));
      }
    }
  }

  private static void walk(@Nullable Object value, int depth, int[] left) {
    assertThat(depth).as("depth").isLessThanOrEqualTo(MAX_DEPTH);
    assertThat(--left[0]).as("values for each byte").isPositive();
    switch (value) {
      case null -> {}
      case String _, Long _, Double _, Boolean _ -> {}
      case List<?> list -> list.forEach(member -> walk(member, depth + 1, left));
      case Map<?, ?> map -> map.forEach((name, member) -> {
        assertThat(name).isInstanceOf(String.class);
        walk(member, depth + 1, left);
      });
      default -> throw new AssertionError("no value of a lead: " + value.getClass());
    }
  }
}
