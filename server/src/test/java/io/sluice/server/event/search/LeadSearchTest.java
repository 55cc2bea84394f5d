package io.sluice.server.event.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.Route;
import io.sluice.server.lead.LeadFlow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code /search/leads} from outside (exchange 12.5). */
class LeadSearchTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final LeadFlow.Deployed flow = LeadFlow.of(acme)
      .fields("first_name", "last_name", "email", "phone_1", "address_1", "city", "state", "postal_code", "reference",
          "ssn", "dob")
      .deploy();

  private String milton() {
    return submit("""
        {"first_name":"Milton","last_name":"O'Brien-Waddams","email":"milton@initech.example",
         "phone_1":"(512) 555-1212","address_1":"4 Straße der Müller","city":"Austin","state":"TX",
         "postal_code":"78704","reference":"A-1990","ssn":"123-45-6789"}""");
  }

  private String samantha() {
    return submit("""
        {"first_name":"Samantha","last_name":"Nagheenanajar","email":"sam@globex.example","phone_1":"512 555 3434",
         "city":"San Marcos","state":"TX"}""");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      milton                   | 1
      MILT                     | 1
      ilton                    | 0
      mil tx                   | 1
      mil fl                   | 0
      tx                       | 2
      o'brien                  | 1
      obrien                   | 1
      brien                    | 1
      waddams                  | 1
      milton@initech.example   | 1
      initech.example          | 1
      initech                  | 1
      milton@initech.exam      | 1
      (512) 555-1212           | 1
      512-555-1212             | 1
      5125551212               | 1
      +1 512 555 1212          | 1
      +15125551212             | 1
      555-1212                 | 1
      5551212                  | 1
      1212                     | 1
      512555                   | 2
      strasse                  | 1
      muller                   | 1
      MÜLLER                   | 1
      "san marcos"             | 1
      "marcos san"             | 0
      "san marco"              | 0
      "austin tx"              | 0
      "san marcos" sam         | 1
      78704                    | 1
      A-1990                   | 1
      123-45-6789              | 0
      6789                     | 0
      ***                      | 0
      """)
  void words_are_found_by_their_beginning_and_all_of_them_must_be_there(String query, int count) {
    milton();
    samantha();
    assertThat(search(query).path("total").asInt()).as(query).isEqualTo(count);
  }

  @Test
  void a_hit_shows_the_lead_its_latest_event_and_what_was_found() {
    String lead = milton();
    JsonNode found = search("milt austin");
    assertThat(found.path("total").asInt()).isEqualTo(1);
    JsonNode hit = found.at("/hits/0");
    assertThat(hit.path("lead_id").asString()).isEqualTo(lead);
    assertThat(hit.path("flow_id").asString()).isEqualTo(flow.id());
    assertThat(hit.path("flow_name").asString()).isEqualTo("Auto leads");
    assertThat(hit.path("source_id").asString()).isEqualTo(LeadFlow.WEB_FORM);
    assertThat(hit.path("source_name").asString()).isEqualTo("Web form");
    assertThat(hit.path("phone_1").asString()).isEqualTo("5125551212");
    assertThat(hit.path("email").asString()).isEqualTo("milton@initech.example");
    assertThat(hit.at("/highlight/first_name/0").asString()).isEqualTo("<em>Milton</em>");
    assertThat(hit.at("/highlight/email/0").asString()).isEqualTo("<em>milton</em>@initech.example");
    assertThat(hit.path("highlight").propertyNames()).containsExactlyInAnyOrder("first_name", "email", "city");
    assertThat(hit.at("/latest_event/type").asString()).isEqualTo("source");
    assertThat(hit.at("/latest_event/vars/lead/id").asString()).isEqualTo(lead);
    assertThat(hit.path("latest_event").has("request")).isFalse();
    var operation = server.bean(Contract.class).operation(new Route("GET", "/search/leads")).orElseThrow();
    assertThat(server.bean(Contract.class).answer(operation, 200, found)).isEmpty();
  }

  @Test
  void what_a_sender_wrote_cannot_break_out_of_the_highlight() {
    submit("{\"first_name\":\"<script>alert('x')</script> Bob\"}");
    assertThat(search("bob").at("/hits/0/highlight/first_name/0").asString())
        .isEqualTo("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; <em>Bob</em>");
  }

  @Test
  void a_lead_is_found_whatever_character_its_sender_put_into_it() {
    String bob = submit("{\"first_name\":\"Bob\\u0000by\",\"city\":\"Waco\"}");
    assertThat(ids(get("?query=waco"))).containsExactly(bob);
  }

  @Test
  void parts_of_a_number_are_shown_within_it() {
    milton();
    assertThat(search("555-1212").at("/hits/0/highlight/phone_1/0").asString()).isEqualTo("512<em>5551212</em>");
  }

  @Test
  void hits_are_sorted_and_paged_as_asked() {
    List<String> leads = new ArrayList<>();
    for (String name : List.of("Carla", "anna", "Bert")) {
      leads.add(submit("{\"first_name\":\"%s\",\"city\":\"Austin\"}".formatted(name)));
    }
    leads.add(submit("{\"city\":\"Austin\"}"));
    assertThat(ids(get("?query=austin"))).isEqualTo(leads.reversed());
    assertThat(ids(get("?query=austin&sort_by=lead_id"))).isEqualTo(leads);
    assertThat(ids(get("?query=austin&sort_by=first_name&sort_dir=asc"))).containsExactly(
        leads.get(1), leads.get(2), leads.get(0), leads.get(3));
    assertThat(ids(get("?query=austin&sort_by=first_name&sort_dir=desc")).getFirst()).isEqualTo(leads.getFirst());
    assertThat(ids(get("?query=austin&sort_by=lead_id&from=1&limit=2"))).isEqualTo(leads.subList(1, 3));
    JsonNode beyond = get("?query=austin&from=5000").json();
    assertThat(beyond.path("hits")).isEmpty();
    assertThat(beyond.path("total").asInt()).isEqualTo(4);
    assertThat(ids(get(""))).as("without a query, the newest").isEqualTo(leads.reversed());
  }

  @Test
  void whole_words_come_before_their_beginnings() {
    String sam = submit("{\"first_name\":\"Sam\"}");
    String samantha = submit("{\"first_name\":\"Samantha\"}");
    assertThat(ids(get("?query=sam"))).containsExactly(sam, samantha);
  }

  @Test
  void a_stranger_finds_nothing_and_nobody_without_a_key_searches() {
    milton();
    Reply reply = globex.get("/search/leads?query=milton").is(200);
    assertThat(reply.text()).isEqualTo("{\"hits\":[],\"total\":0}");
    server.anybody().get("/search/leads?query=milton").is(401);
  }

  @Test
  void everything_wrong_with_a_search_is_named_at_once() {
    String answer = acme.get("/search/leads?sort_by=age&sort_dir=up&from=-1&limit=101").is(400).text();
    assertThat(answer).contains("sort_by").contains("sort_dir").contains("from").contains("limit");
    acme.get("/search/leads?query=" + "a+".repeat(40)).is(400);
    acme.get("/search/leads?query=" + "a".repeat(501)).is(400);
  }

  private String submit(String json) {
    return flow.submit(json).is(201).at("lead.id");
  }

  private JsonNode search(String query) {
    return get("?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)).json();
  }

  private Reply get(String query) {
    return acme.get("/search/leads" + query).is(200);
  }

  private static List<String> ids(Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.json().path("hits").forEach(hit -> ids.add(hit.path("lead_id").asString()));
    return ids;
  }
}
