package io.sluice.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Exchange 13 by the observed cases. */
class FeedbackCasesTest {

  private static final String FILE = "inbound-standard-variants.json";

  @TestFactory
  Stream<DynamicTest> a_request_becomes_the_observed_feedback_or_refusal() {
    return Cases.each(FILE, "feedback_requests", test -> {
      switch (FeedbackReading.read(request(test.path("request")))) {
        case FeedbackReading.Read(Said said) -> {
          assertThat(test.has("http")).as("refused").isFalse();
          assertThat(said.values()).isEqualTo(Cases.plain(test.path("feedback")));
        }
        case FeedbackReading.Refused(var refusal) -> {
          var expected = test.path("http");
          assertThat(refusal.status()).as(refusal.text()).isEqualTo(expected.path("status").asInt());
          assertThat(refusal.headers()).isEqualTo(Cases.map(expected.path("headers")));
          assertThat(refusal.text()).isEqualTo(expected.path("body").asString());
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> handled_feedback_gets_the_observed_answer() {
    return Cases.each(FILE, "feedback_responses", test -> {
      var vars = Cases.typed(test.path("vars"));
      var answer = new FeedbackAnswer((String) vars.get("outcome"), (@Nullable String) vars.get("reason"),
          (Map<?, ?>) vars.get("lead"),
          vars.get("price") == null ? null : new BigDecimal(vars.get("price").toString()));
      var written = answer.write(request(test.path("request")).accept());
      var expected = test.path("response");
      assertThat(new String(written.body(), StandardCharsets.UTF_8)).isEqualTo(expected.path("body").asString());
      assertThat(written.status()).isEqualTo(expected.path("status").asInt());
      Map<String, String> headers = new LinkedHashMap<>();
      expected.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
      headers.put("Content-Length", Integer.toString(written.body().length)); // in bytes, as of decision 0013
      assertThat(written.headers()).isEqualTo(headers);
    });
  }

  @Test
  void dotted_names_nest_in_a_form_and_in_the_query_whose_values_win() {
    var read = FeedbackReading.read(new FeedbackRequest("POST", "event_id=x&crm.id=8&crm.note.by=Ann",
        Map.of("content-type", "application/x-www-form-urlencoded", "content-length", "1"),
        "type=return&crm.id=7&crm.note.on=Monday".getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
    assertThat(((FeedbackReading.Read) read).said().values()).isEqualTo(Map.of("type", "return",
        "crm", Map.of("id", "8", "note", Map.of("on", "Monday", "by", "Ann"))));
  }

  @Test
  void a_body_that_cannot_be_parsed_is_refused_with_its_readers_words() {
    assertThat(refusal("application/json", "{\"type\":"))
        .startsWith("400 Body is not parsable as application/json -- Error: ");
    assertThat(refusal("text/xml", "<feedback><type>")).startsWith("400 Body is not parsable as text/xml -- Error: ");
    assertThat(refusal("text/csv", "type=return")).startsWith("406 MIME type in Content-Type header is not supported.");
  }

  @Test
  void a_blank_body_and_a_body_without_names_leave_the_query() {
    for (String body : new String[] {"  ", "[1,2]"}) {
      var read = FeedbackReading.read(new FeedbackRequest("POST", "event_id=x&type=return",
          Map.of("content-type", "application/json", "content-length", "2"), body.getBytes(StandardCharsets.UTF_8),
          Instant.EPOCH));
      assertThat(((FeedbackReading.Read) read).said()).isEqualTo(new Said("x", Map.of("type", "return")));
    }
  }

  @Test
  void in_xml_what_is_unknown_of_the_lead_is_an_empty_element() {
    var written = new FeedbackAnswer("success", null, Map.of("id", "5fd4371e940df5a34a3888b2"), null).write("text/xml");
    assertThat(new String(written.body(), StandardCharsets.UTF_8)).isEqualTo("""
        <?xml version="1.0"?>
        <result>
          <outcome>success</outcome>
          <reason/>
          <lead>
            <id>5fd4371e940df5a34a3888b2</id>
            <first_name/>
            <last_name/>
            <email/>
            <phone_1/>
          </lead>
          <price/>
        </result>""");
  }

  private static String refusal(String contentType, String body) {
    return FeedbackReading.read(new FeedbackRequest("POST", "", Map.of("content-type", contentType, "content-length",
        Integer.toString(body.length())), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH))
        instanceof FeedbackReading.Refused(var refusal) ? refusal.status() + " " + refusal.text() : "read";
  }

  private static FeedbackRequest request(JsonNode request) {
    var uri = request.path("uri").asString();
    int mark = uri.indexOf('?');
    Map<String, String> headers = new HashMap<>();
    request.path("headers").properties()
        .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asString()));
    return new FeedbackRequest(request.path("method").asString(), mark < 0 ? "" : uri.substring(mark + 1), headers,
        request.path("body").asString("").getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
  }
}
