package io.sluice.server.delivery.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where answers may send a request that asked to be sent on (decision 0076). */
class RedirectTest {

  private static final Map<String, String> HEADERS = Map.of("Content-Type", "text/xml", "Accept", "text/xml",
      "Authorization", "Basic x", "X-Key", "k");
  private static final OutboundRequest POST = new OutboundRequest(
      "https://user:pw@crm.example.com/a/leads?x=1", "POST", HEADERS, Optional.of("<lead/>"), true);

  @ParameterizedTest
  @CsvSource({
      "/thanks, https://user:pw@crm.example.com/thanks",
      "thanks?a=1, https://user:pw@crm.example.com/a/thanks?a=1",
      "https://crm.example.com:443/b, https://user:pw@crm.example.com/b",
      "//other.example.com/b, https://other.example.com/b",
      "http://crm.example.com/b, http://crm.example.com/b",
      "https://crm.example.com/a b, https://user:pw@crm.example.com/a%20b"
  })
  void a_location_is_read_as_browsers_read_it(String location, String expected) {
    assertThat(Redirect.of(POST, answer(302, location)).orElseThrow().url()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void a_post_goes_on_as_a_get_without_its_body(int status) {
    var onward = Redirect.of(POST, answer(status, "/b")).orElseThrow();
    assertThat(onward.method()).isEqualTo("GET");
    assertThat(onward.body()).isEmpty();
    assertThat(onward.headers()).containsOnlyKeys("Accept", "Authorization", "X-Key");
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void a_body_is_sent_again_to_the_same_origin_only(int status) {
    var onward = Redirect.of(POST, answer(status, "/b")).orElseThrow();
    assertThat(onward.method()).isEqualTo("POST");
    assertThat(onward.body()).contains("<lead/>");
    assertThat(Redirect.of(POST, answer(status, "https://other.example.com/b"))).isEmpty();
    assertThat(Redirect.of(POST, answer(status, "http://crm.example.com/b"))).isEmpty();
  }

  @Test
  void another_origin_sees_no_header_that_the_account_made() {
    assertThat(Redirect.of(POST, answer(302, "https://other.example.com/")).orElseThrow().headers())
        .containsOnlyKeys("Accept");
    assertThat(Redirect.of(POST, answer(302, "https://crm.example.com:8443/")).orElseThrow().headers())
        .containsOnlyKeys("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "ftp://crm.example.com/", "javascript:alert(1)", "http://", "ht tp://x", "file:///etc/passwd"})
  void a_location_that_leads_nowhere_is_an_answer(String location) {
    assertThat(Redirect.of(POST, answer(302, location))).isEmpty();
  }

  @Test
  void nothing_is_followed_without_being_asked_to() {
    var silent = new OutboundRequest(POST.url(), "POST", HEADERS, POST.body());
    assertThat(Redirect.of(silent, answer(302, "/b"))).isEmpty();
    assertThat(Redirect.of(POST, answer(200, "/b"))).isEmpty();
    assertThat(Redirect.of(POST, new OutboundResponse(302, "", "1.1", Map.of(), ""))).isEmpty();
  }

  private static OutboundResponse answer(int status, String location) {
    return new OutboundResponse(status, "", "1.1", Map.of("Location", location), "");
  }
}
