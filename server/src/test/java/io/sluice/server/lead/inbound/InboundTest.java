package io.sluice.server.lead.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.http.body.FormBody;
import io.sluice.server.http.body.PercentText;
import io.sluice.server.http.body.JsonBody;
import io.sluice.server.http.body.XmlBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchange 3.2 where the cases are silent: limits, hostile bodies, senders' mistakes. */
class InboundTest {

  @Test
  void a_body_without_a_content_type_is_415() {
    var refusal = refused(post(null, "a=1"));
    assertThat(refusal.status()).isEqualTo(415);
    assertThat(refusal.text()).isEqualTo("Content-Type header is required");
  }

  @Test
  void a_json_body_may_nest_to_the_limit_and_no_deeper() {
    var deepest = "[".repeat(JsonBody.MAX_DEPTH) + "]".repeat(JsonBody.MAX_DEPTH);
    assertThat(Inbound.read(post("application/json", deepest))).isInstanceOf(InboundReading.Submitted.class);
    assertThat(refused(post("application/json", "[" + deepest + "]")).status()).isEqualTo(400);
    assertThat(refused(post("application/json", "[" + deepest + "]")).text())
        .endsWith("Document nesting depth (101) exceeds the maximum allowed (100)");
  }

  @Test
  void an_xml_body_may_nest_to_the_limit_and_no_deeper() {
    var deepest = "<a>".repeat(XmlBody.MAX_DEPTH) + "</a>".repeat(XmlBody.MAX_DEPTH);
    assertThat(Inbound.read(post("text/xml", deepest))).isInstanceOf(InboundReading.Submitted.class);
    assertThat(refused(post("text/xml", "<a>" + deepest + "</a>")).status()).isEqualTo(400);
  }

  @Test
  void a_body_may_hold_so_many_values_and_no_more() {
    var most = "[" + "0,".repeat(JsonBody.MAX_TOKENS - 3) + "0]";
    assertThat(Inbound.read(post("application/json", most))).isInstanceOf(InboundReading.Submitted.class);
    assertThat(refused(post("application/json", "[" + "{},".repeat(JsonBody.MAX_TOKENS / 2) + "0]")).status())
        .isEqualTo(400);
    var elements = "<a b=''/>".repeat(XmlBody.MAX_NAMES / 2 - 1);
    assertThat(Inbound.read(post("text/xml", "<r>" + elements + "</r>"))).isInstanceOf(InboundReading.Submitted.class);
    assertThat(refused(post("text/xml", "<r>" + elements + "<c d=''/></r>")).text())
        .contains("More than 10000 elements and attributes");
  }

  @Test
  void a_form_cannot_claim_a_list_of_thousands_of_millions() {
    assertThat(refused(post(FORM, "a.4000000000=1")).status()).isEqualTo(400);
    assertThat(refused(post(FORM, "a." + FormBody.MAX_LIST_PLACES + "=1")).status()).isEqualTo(400);
    assertThat(refused(post(FORM, "a.9000=1&b.9000=1")).status()).isEqualTo(400);
  }

  @Test
  void a_form_with_too_many_names_is_400() {
    var form = new StringBuilder();
    for (int i = 0; i <= FormBody.MAX_PARAMETERS; i++) {
      form.append("n").append(i).append("=&");
    }
    assertThat(refused(post(FORM, form.toString())).status()).isEqualTo(400);
  }

  @Test
  void parts_of_a_forms_names_that_read_as_numbers_are_numbers() {
    assertThat(parameters(post(FORM, "a.01=x&b.1e0=y&c.=z")))
        .isEqualTo(Map.of("a", Arrays.asList(null, "x"), "b", Arrays.asList(null, "y"), "c", List.of("z")));
    assertThat(parameters(post(FORM, "007=a&1e=b&-=c&e1=d&2x=e")))
        .isEqualTo(Map.of("7", "a", "1e", "b", "-", "c", "e1", "d", "2x", "e"));
  }

  @Test
  void of_a_repeated_json_name_the_last_value_counts() {
    assertThat(parameters(post("application/json", "{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo(Map.of("a", 3L, "b", 2L));
  }

  @Test
  void an_integer_keeps_all_its_digits_where_64_bits_hold_it() {
    assertThat(parameters(post("application/json", "{\"a\":9007199254740993,\"b\":1.0,\"c\":1e2,\"d\":0.5}")))
        .isEqualTo(Map.of("a", 9007199254740993L, "b", 1L, "c", 100L, "d", 0.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "{\"a\":1}{\"b\":2}", "{\"a\":01}", "{'a':1}", "{a:1}", "[1,]", "NaN", "nul"})
  void what_is_no_json_is_400(String body) {
    assertThat(refused(post("application/json", body)).status()).isEqualTo(400);
  }

  @Test
  void a_refusal_quotes_no_more_than_a_glance_of_a_body() {
    assertThat(refused(post("application/json", "x".repeat(100_000))).text()).hasSizeLessThan(300);
  }

  @Test
  void json_bytes_that_are_no_utf_8_become_replacement_characters() {
    var request = post("application/json", "");
    byte[] body = "{\"a\":\"x?\"}".getBytes(StandardCharsets.ISO_8859_1);
    body[7] = (byte) 0xE9;
    assertThat(parameters(with(request, body))).isEqualTo(Map.of("a", "x\uFFFD"));
  }

  @Test
  void a_document_type_is_skipped_and_its_entities_do_not_exist() {
    assertThat(parameters(post("text/xml", "<!DOCTYPE lead [<!ELEMENT lead ANY>]><lead><a>1</a></lead>")))
        .isEqualTo(Map.of("a", "1"));
    var refusal = refused(post("text/xml",
        "<!DOCTYPE lead [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><lead><a>&x;</a></lead>"));
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.text()).contains("Invalid character entity");
  }

  @Test
  void nested_entities_do_not_expand() {
    var refusal = refused(post("text/xml",
        "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]><l><x>&c;</x></l>"));
    assertThat(refusal.text()).contains("Invalid character entity");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<", "<a", "<a ", "<a b", "<a b=", "<a b=1/>", "<a b='1", "<a/", "<a></b>", "<a><b></a></b>", "<a>&#0;</a>",
    "<a>&#xD800;</a>", "<a>&#99999999;</a>", "<a>&nbsp;</a>", "<a>&", "<a><!-- x -- y --></a>", "<a><!-- ", "<!--",
    "<a><![CDATA[x]]", "<?xml", "<!DOCTYPE a", "<a b='1'c='2'/>", "<1/>", "< a/>", "</a>", "<a><!DOCTYPE a></a>"})
  void what_is_no_xml_is_400(String body) {
    var refusal = refused(post("text/xml", body));
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.text()).startsWith("Body does not contain XML or XML is unparseable -- Error: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http%3A%2F%2Fa.com%0D%0ASet-Cookie%3A%20a%3D1", "http%3A%2F%2F%3Fa", "%2F%2Fa.com", "https%3Aa.com",
    "http%3A%2F%2F%40", "data%3Atext%2Fhtml%2Cx", "http%3A%2F%2F%5B", "http%3A%2F%2F%5B%3A%3A1", "http%3A%2F%2F%5Bx%5D",
    "http%3A%2F%2Fa%5D", "http%3A%2F%2Fa.com%3Ahttp", "http%3A%2F%2Fa.com%3A70000", "http%3A%2F%2Fa%20b.com%2F",
    "http%3A%2F%2Fu%40", "http%3A%2F%2Fa%3Cb%3E", "http%3A%2F%2F%25zz", "http%3A%2F%2Fa%7Cb"})
  void a_redirect_that_is_no_url_or_would_break_the_header_is_400(String redirUrl) {
    var refusal = refused(get("redir_url=" + redirUrl));
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.text()).isEqualTo("Invalid redir_url");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://a.com", "HTTPS://a.com:8443/x?y=[z]|{q}#f", "http://my_shop.a.com/", "http://u:p@a.com/", "http://a.com:/",
    "http://[2001:db8::1]:80/", "http://localhost", "http://m\u00FCller.example/", "http://m%C3%BCller.example/"})
  void a_redirect_goes_wherever_a_browser_can_go(String redirUrl) {
    assertThat(redirUrl(get("redir_url=" + PercentText.encode(redirUrl)))).contains(redirUrl);
  }

  @Test
  void a_redirect_with_foreign_letters_is_escaped_in_the_header() {
    var told = Told.of(null, redirUrl(get("redir_url=http%3A%2F%2Fa.com%2F%C3%A9%20x")), "success", null, "1", 0);
    assertThat(new StandardInbound().write(RawSubmission.Kind.SUBMIT, told).headers())
        .containsEntry("Location", "http://a.com/%C3%A9%20x");
  }

  @Test
  void a_ping_url_in_the_query_wins_over_the_bodys_certificate() {
    var request = new RawSubmission("POST", RawSubmission.Kind.PING, "/ping", "xxTrustedFormPingUrl=p",
        Map.of("content-type", FORM, "content-length", "22"), "xxTrustedFormCertUrl=c".getBytes(StandardCharsets.UTF_8),
        "192.0.2.1", Instant.EPOCH);
    assertThat(parameters(request)).isEqualTo(Map.of("trustedform_cert_url", "p"));
  }

  @Test
  void the_accept_headers_qualities_decide() {
    assertThat(type("text/xml;q=0.5, application/json")).isEqualTo("application/json");
    assertThat(type("application/json;q=0.5, text/xml;q=0.9")).isEqualTo("text/xml");
    assertThat(type("application/json;q=0, */*;q=0.1")).isEqualTo("text/xml");
    assertThat(refused(accepting("application/json;q=0")).status()).isEqualTo(406);
  }

  @Test
  void characters_no_xml_may_hold_are_replaced_in_an_answer() {
    var told = Told.of("text/xml", java.util.Optional.empty(), "failure", "a\u0000b", "1", 0);
    assertThat(new String(new StandardInbound().write(RawSubmission.Kind.SUBMIT, told).body(), StandardCharsets.UTF_8))
        .contains("<reason>a\uFFFDb</reason>");
  }

  private static final String FORM = "application/x-www-form-urlencoded";

  private static String type(String accept) {
    var told = Told.of(accept, java.util.Optional.empty(), "success", null, "1", 0);
    return new StandardInbound().write(RawSubmission.Kind.SUBMIT, told).headers().getOrDefault("Content-Type", "");
  }

  private static TransportRefusal refused(RawSubmission request) {
    assertThat(Inbound.read(request)).isInstanceOf(TransportRefusal.class);
    return (TransportRefusal) Inbound.read(request);
  }

  private static Map<String, @Nullable Object> parameters(RawSubmission request) {
    assertThat(Inbound.read(request)).isInstanceOf(InboundReading.Submitted.class);
    return ((InboundReading.Submitted) Inbound.read(request)).parameters();
  }

  private static java.util.Optional<String> redirUrl(RawSubmission request) {
    return ((InboundReading.Submitted) Inbound.read(request)).redirUrl();
  }

  private static RawSubmission get(String query) {
    return new RawSubmission("GET", RawSubmission.Kind.SUBMIT, "/submit", query, Map.of(), new byte[0], "192.0.2.1",
        Instant.EPOCH);
  }

  private static RawSubmission accepting(String accept) {
    return new RawSubmission("GET", RawSubmission.Kind.SUBMIT, "/submit", "", Map.of("accept", accept), new byte[0],
        "192.0.2.1", Instant.EPOCH);
  }

  private static RawSubmission post(@Nullable String contentType, String body) {
    var headers = new HashMap<String, String>();
    headers.put("content-length", Integer.toString(body.length()));
    if (contentType != null) {
      headers.put("content-type", contentType);
    }
    return new RawSubmission("POST", RawSubmission.Kind.SUBMIT, "/submit", "", headers,
        body.getBytes(StandardCharsets.UTF_8), "192.0.2.1", Instant.EPOCH);
  }

  private static RawSubmission with(RawSubmission request, byte[] body) {
    return new RawSubmission(request.method(), request.kind(), request.path(), request.query(), request.headers(), body,
        request.address(), request.receivedAt());
  }
}
