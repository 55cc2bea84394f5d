package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two servers that share a database, under many connections: caps are full to the lead and never one over. */
class TwoServersTest {

  private static final int CONNECTIONS = 64;
  private static final int MAXIMUM = 1_000;
  private static final String CAP = "65f1a2b3c4d5e6f708192c51";
  private static final Pattern LEAD = Pattern.compile("lead-\\d+");
  private static final String TEXAS = "65f1a2b3c4d5e6f708192c52";

  private static SluiceServer one;
  private static SluiceServer other;

  @BeforeAll
  static void start() {
    var database = TestDatabase.fresh();
    var settings = Map.of(
        "SLUICE_DATABASE_URL", database.url() + "?user=" + database.user() + "&password=" + database.password());
    one = SluiceServer.with(settings);
    other = SluiceServer.with(settings);
  }

  @AfterAll
  static void close() {
    other.close();
    one.close();
  }

  @Test
  void a_cap_of_a_thousand_takes_a_thousand_leads_from_two_sellers_on_two_servers() throws Exception {
    Party acme = one.open("Acme");
    var flow = LeadFlow.of(acme).with("""
        "caps":[{"id":"%s","type":"volume","maximum":%d,"duration":1,"duration_units":"month"}]""".formatted(CAP, MAXIMUM))
        .deploy();
    List<String> outcomes = submitted(flow, List.of(LeadFlow.WEB_FORM, acme.accountId()), MAXIMUM + 200, "TX");
    assertThat(outcomes.stream().filter("success"::equals)).hasSize(MAXIMUM);
    assertThat(outcomes.stream().filter("failure"::equals)).hasSize(200);
    JsonNode ledger = acme.get("/caps/" + CAP + "/ledger").is(200).json();
    assertThat(ledger.path("settled").asInt()).isEqualTo(MAXIMUM);
    assertThat(ledger.path("held").asInt()).isZero();
    assertThat(ledger.path("refused").asInt()).isEqualTo(200);
  }

  @Test
  void two_buyers_below_a_cap_of_a_thousand_get_a_thousand_leads_and_none_twice() throws Exception {
    try (FakeRecipient texas = FakeRecipient.start(); FakeRecipient florida = FakeRecipient.start()) {
      Party acme = one.open("Acme");
      var flow = LeadFlow.of(acme).with("""
          "caps":[{"id":"%s","type":"volume","maximum":%d,"duration":1,"duration_units":"month"}]""".formatted(CAP, MAXIMUM))
          .delivery(texas.url("/leads"), only("TX")).delivery(florida.url("/leads"), only("FL")).deploy();
      List<String> outcomes = submitted(flow, List.of(LeadFlow.WEB_FORM), MAXIMUM + 200, number ->
          "{\"state\":\"%s\",\"email\":\"lead-%d@example.com\"}".formatted(number % 2 == 0 ? "TX" : "FL", number));
      assertThat(outcomes.stream().filter("success"::equals)).hasSize(MAXIMUM);
      assertThat(outcomes.stream().filter("failure"::equals)).hasSize(200);
      assertThat(texas.received()).hasSizeGreaterThan(MAXIMUM / 4);
      assertThat(florida.received()).hasSizeGreaterThan(MAXIMUM / 4);
      assertThat(Stream.of(texas, florida).flatMap(buyer -> buyer.received().stream()).map(TwoServersTest::leadOf))
          .hasSize(MAXIMUM).doesNotHaveDuplicates();
    }
  }

  private static String only(String state) {
    return """
        "rule_set":{"op":"and","rules":[{"lhv":"lead.state","op":"is equal to","rhv":"%s"}]}""".formatted(state);
  }

  private static String leadOf(FakeRecipient.Received delivery) {
    Matcher lead = LEAD.matcher(delivery.body());
    assertThat(lead.find()).as(delivery.body()).isTrue();
    return lead.group();
  }

  @Test
  void nested_caps_fill_together_or_not_at_all() throws Exception {
    Party acme = one.open("Acme");
    var flow = LeadFlow.of(acme).with("""
        "caps":[{"id":"%s","type":"volume","maximum":150,"duration":1,"duration_units":"month","caps":[
          {"id":"%s","type":"volume","maximum":100,"duration":1,"duration_units":"week","rule_set":{"op":"and","rules":[
            {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}]}]""".formatted(CAP, TEXAS)).deploy();
    assertThat(submitted(flow, List.of(LeadFlow.WEB_FORM), 200, "TX").stream().filter("success"::equals)).hasSize(100);
    assertThat(acme.get("/caps/" + CAP).json().path("count").asInt()).as("no slot is lost outside").isEqualTo(100);
    assertThat(submitted(flow, List.of(LeadFlow.WEB_FORM), 100, "FL").stream().filter("success"::equals)).hasSize(50);
    assertThat(acme.get("/caps/" + CAP).json().path("count").asInt()).isEqualTo(150);
    assertThat(acme.get("/caps/" + TEXAS).json().path("failed_count").asInt()).isEqualTo(100);
  }

  @Test
  void slots_of_leads_that_fail_come_back_while_others_take_them() throws Exception {
    Party acme = one.open("Acme");
    var flow = LeadFlow.of(acme).with("""
        "caps":[{"id":"%s","type":"volume","maximum":150,"duration":1,"duration_units":"month"},
          {"id":"%s","type":"volume","maximum":100,"duration":1,"duration_units":"month"}]""".formatted(CAP, TEXAS))
        .step("""
            {"type":"filter","outcome":"failure","reason":"Not Florida","rule_set":{"op":"and","rules":[
              {"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}}""")
        .deploy();
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> failing = both.submit(() -> submitted(flow, List.of(LeadFlow.WEB_FORM), 150, "FL"));
      assertThat(submitted(flow, List.of(LeadFlow.WEB_FORM), 80, "TX")).as("those that take").hasSize(80);
      assertThat(failing.get()).containsOnly("failure");
    }
    long room = 100 - acme.get("/caps/" + CAP).json().path("count").asLong();
    assertThat(submitted(flow, List.of(LeadFlow.WEB_FORM), 120, "TX").stream().filter("success"::equals)).hasSize((int) room);
    for (String cap : List.of(CAP, TEXAS)) {
      JsonNode ledger = acme.get("/caps/" + cap + "/ledger").json();
      assertThat(ledger.path("settled").asInt()).as(cap).isEqualTo(100);
      assertThat(ledger.path("held").asInt()).as(cap).isZero();
    }
  }

  @Test
  void of_leads_that_two_servers_get_at_once_one_is_unique() throws Exception {
    Party acme = one.open("Acme");
    acme.post("/lists", "{\"name\": \"Seen\"}").is(201);
    var flow = LeadFlow.of(acme)
        .step(ListStepTest.step("is_unique", Map.of("list_name", "Seen", "value", "{{lead.state}}")))
        .step("""
            {"type":"filter","outcome":"failure","reason":"Duplicate","rule_set":{"op":"and","rules":[
              {"lhv":"suppressionlist.is_unique.outcome","op":"is equal to","rhv":"failure"}]}}""")
        .deploy();
    for (String state : List.of("TX", "FL", "CA")) {
      assertThat(submitted(flow, List.of(LeadFlow.WEB_FORM), CONNECTIONS, state)).as(state)
          .hasSize(CONNECTIONS).containsOnlyOnce("success");
    }
  }

  /** By turns to both servers, and from each source. */
  private static List<String> submitted(LeadFlow.Deployed flow, List<String> sources, int leads, String state)
      throws Exception {
    return submitted(flow, sources, leads, _ -> "{\"state\":\"" + state + "\"}");
  }

  private static List<String> submitted(LeadFlow.Deployed flow, List<String> sources, int leads, IntFunction<String> lead)
      throws Exception {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var next = new AtomicInteger();
    List<Future<List<String>>> connections = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        SluiceServer server = i % 2 == 0 ? one : other;
        String source = sources.get(i / 2 % sources.size());
        Callable<List<String>> work = () -> {
          List<String> outcomes = new ArrayList<>();
          for (int number = next.getAndIncrement(); number < leads; number = next.getAndIncrement()) {
            outcomes.add(outcome(http, server, flow.id(), source, lead.apply(number)));
          }
          return outcomes;
        };
        connections.add(threads.submit(work));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> connection : connections) {
        all.addAll(connection.get());
      }
      return all;
    }
  }

  private static String outcome(HttpClient http, SluiceServer server, String flow, String source, String json)
      throws Exception {
    var reply = http.send(
        HttpRequest.newBuilder(URI.create(server.url() + "/flows/" + flow + "/sources/" + source + "/submit"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)).build(),
        HttpResponse.BodyHandlers.ofString());
    String body = reply.body();
    return reply.statusCode() != 201 ? reply.statusCode() + " " + body
        : body.contains("\"outcome\":\"success\"") ? "success" : body.contains("\"outcome\":\"failure\"") ? "failure" : body;
  }
}
