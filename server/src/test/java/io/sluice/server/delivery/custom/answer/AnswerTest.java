package io.sluice.server.delivery.custom.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.delivery.door.OutboundResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cases do not show of reading answers: what recipients do to harm, and what accounts write by mistake. */
class AnswerTest {

  private final AnswerReader reader = new AnswerReader();

  @Test
  void an_xml_answer_opens_nothing_and_expands_nothing() {
    String xml = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><r><s>ok</s></r>";
    var event = event("text/xml", xml,
        Map.of("reason_path", "/r/s", "reference_path", "string(document('/etc/hosts'))"));
    assertThat(event).doesNotContainKeys("reason", "reference");
    assertThat(event("text/xml", "<r>&x;</r>", Map.of("reason_path", "/r"))).doesNotContainKey("reason");
  }

  @Test
  void an_xpath_that_looks_at_everything_again_and_again_finds_nothing_and_ends() {
    String xml = "<r>" + "<a/>".repeat(2_000) + "</r>";
    String path = "count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0])";
    assertThat(event("text/xml", xml, Map.of("reference_path", path))).doesNotContainKey("reference");
    assertThat(event("text/xml", xml, Map.of("reference_path", "count(//a)"))).containsEntry("reference", "2000");
  }

  @Test
  void in_a_page_of_more_elements_than_could_be_looked_at_in_time_nothing_is_found() {
    var settings = Map.of("reference_path", "b:first-child");
    assertThat(event("text/html", "<b>7</b>".repeat(9_000), settings)).containsEntry("reference", "7");
    assertThat(event("text/html", "<b>7</b>".repeat(11_000), settings)).doesNotContainKey("reference");
  }

  @Test
  void a_prefix_in_an_xpath_is_what_the_document_declares() {
    String xml = "<s:r xmlns:s=\"urn:s\"><s:id xmlns:t=\"urn:t\"><t:n>7</t:n></s:id></s:r>";
    assertThat(event("text/xml", xml, Map.of("reference_path", "/s:r/s:id/t:n"))).containsEntry("reference", "7");
    assertThat(event("text/xml", xml, Map.of("reference_path", "/q:r"))).doesNotContainKey("reference");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/r[", "p:first-chil", "a[b", ")(", "((((", "@", "..", "*.*.*", "[href~=(a+)+$]", ":has(:has(p))", "[a~=b{9}]"})
  void a_place_that_is_none_finds_nothing(String path) {
    var settings = Map.of("reason_path", path, "price_path", path, "reference_path", path, "outcome_search_path", path,
        "outcome_search_term", "nowhere");
    for (var type : new String[] {"application/json", "text/xml", "text/html", "text/plain"}) {
      String body = type.endsWith("json") ? "{\"a\":1}" : type.endsWith("xml") ? "<r/>" : "<p>";
      assertThat(event(type, body, settings)).containsEntry("outcome", "failure").doesNotContainKey("reason");
    }
  }

  @Test
  void a_pattern_made_to_stall_does_not() {
    String body = "a".repeat(100_000) + "!";
    assertThat(event("text/plain", body, Map.of("outcome_search_term", "(a+)+$")))
        .containsEntry("outcome", "failure");
    assertThat(event("text/html", "<a href=\"" + body + "\">", Map.of("reason_path", "a[href~=(a+)+$] @href")))
        .doesNotContainKey("reason");
  }

  @Test
  void elements_nested_without_end_are_read_as_text() {
    String deep = "<a>".repeat(100_000) + "ok";
    assertThat(event("text/xml", deep + "</a>".repeat(100_000),
        Map.of("outcome_search_term", "ok", "reason_path", "//b")))
        .isEqualTo(Map.of("outcome", "success", "price", 0L));
    assertThat(event("text/html", "<div>".repeat(9_000) + "ok",
        Map.of("outcome_search_path", "div", "outcome_search_term", "ok")))
        .containsEntry("outcome", "success");
    assertThat(event("application/json", "[".repeat(100_000), Map.of())).containsEntry("outcome", "success");
  }

  @Test
  void a_default_reason_stands_in_only_where_nothing_says_why() {
    var settings = Map.of("outcome_search_term", "ok", "default_reason", "Rejected", "reason_path", "m");
    assertThat(event("application/json", "{}", settings)).containsEntry("reason", "Rejected");
    assertThat(event("application/json", "{\"m\":\"dup\"}", settings)).containsEntry("reason", "dup");
    assertThat(event("application/json", "{\"reason\":\"own\"}", settings)).containsEntry("reason", "own");
    assertThat(event("application/json", "{\"s\":\"ok\"}", settings)).doesNotContainKey("reason");
  }

  @Test
  void an_error_that_is_searched_for_and_not_found_is_a_success() {
    var settings = Map.of("outcome_search_term", "fatal", "outcome_on_match", "error");
    assertThat(event("text/plain", "FATAL", settings)).containsEntry("outcome", "error");
    assertThat(event("text/plain", "fine", settings)).containsEntry("outcome", "success");
  }

  @Test
  void a_term_may_look_around_and_name_characters_by_number() {
    assertThat(event("text/plain", "größe ok", Map.of("outcome_search_term", "gr\\u00f6\\u00dfe (?=ok)")))
        .containsEntry("outcome", "success");
    assertThat(event("text/plain", "größe no", Map.of("outcome_search_term", "gr\\u00f6\\u00dfe (?=ok)")))
        .containsEntry("outcome", "failure");
  }

  @Test
  void an_element_is_searched_with_its_markup_and_taken_without() {
    var settings = Map.of(
        "outcome_search_term", "<s code=\"1\">ok</s>", "outcome_search_path", "//s", "reason_path", "//s");
    assertThat(event("text/xml", "<r><s code=\"1\">ok</s></r>", settings))
        .containsEntry("outcome", "success").containsEntry("reason", "ok");
  }

  private Map<String, @Nullable Object> event(String type, String body, Map<String, String> settings) {
    return reader.event(settings, new OutboundResponse(200, "OK", "1.1", Map.of("Content-Type", type), body));
  }
}
