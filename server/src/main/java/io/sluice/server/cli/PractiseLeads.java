package io.sluice.server.cli;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/** Leads for a server to practise on: they come over HTTP and are delivered over HTTP, to another flow of the same server. */
final class PractiseLeads {

  /** Each is two: the one sent, and the one it is delivered as. Enough for what every lead passes to be well known. */
  private static final int LEADS = 3_000;
  private static final int SENDERS = 16;
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** Standard entities: the account's own web form, and its own CRM. */
  private static final String WEB_FORM = "5fd00e2fd418e0a908f4ea64";
  private static final String CRM = "5fd0e97a9f80974c1c9c6ac0";

  private static final String FLOW = """
      {"name": "%s", "enabled": true,
       "fields": ["first_name", "last_name", "email", "phone_1", "state", "postal_code", "comments"],
       "sources": [{"entity": {"id": "%s", "name": "Web form"}, "enabled": true,
         "integration": {"module_id": "leadconduit-default.inbound"}}],
       "acceptance_criteria": {"outcome": "failure", "rule_set": {"op": "and", "rules": [
         {"lhv": "lead.email", "op": "is not blank"}, {"lhv": "lead.state", "op": "is equal to", "rhv": "TX"}]}},
       "pricing": {"prices": [{"amount": 2}]},
       "steps": [%s]}""";
  private static final String DELIVERY = """
      {"type": "recipient", "entity": {"id": "%s", "name": "CRM"}, "integration":
        {"module_id": "leadconduit-default.outbound", "mappings": [{"property": "url", "value": "%s"}]}}""";
  private static final String LEAD = """
      {"first_name": "Milton", "last_name": "Waddams", "email": "milton.%d@initech.example", "phone_1": "512-555-0142",
       "state": "%s", "postal_code": "78744", "comments": "After five, please."}""";

  private final URI server;
  private final String authorization;
  private final HttpClient http;

  private PractiseLeads(URI server, String apiKey, HttpClient http) {
    this.server = server;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
    this.http = http;
  }

  /** Returns when all are answered. */
  static void send(RunningServer server) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var leads = new PractiseLeads(
          URI.create("http://127.0.0.1:" + server.url().getPort()), apiKey(server), http);
      URI buyer = leads.deploy("Keeps leads", "");
      leads.sendTo(leads.deploy("Delivers leads", DELIVERY.formatted(CRM, buyer)));
    }
  }

  private static String apiKey(RunningServer server) {
    var account = new NewAccount("Practice", NewAccount.DEFAULT_TIME_ZONE, Plan.PRO);
    var user = new NewUser(EmailAddress.read("practice@sluice.example").orElseThrow(), Secrets.random(), "Account",
        "Admin", true);
    Accounts.Opened opened = done(server.bean(Accounts.class).open(account, user));
    return done(server.bean(ApiKeys.class).create(opened.account().id(), opened.user().id(), "practice")).secret();
  }

  private static <T> T done(Result<T, ?> result) {
    return switch (result) {
      case Result.Done<T, ?>(T value) -> value;
      case Result.Refused<T, ?>(var refusal) -> throw new IllegalStateException(refusal.toString());
    };
  }

  /** @return where leads for the flow are sent to */
  private URI deploy(String name, String steps) throws IOException, InterruptedException {
    String flow = JSON.readTree(post("/flows", FLOW.formatted(name, WEB_FORM, steps), CREATED)).path("id").asString();
    post("/flows/" + flow + "/deploy", "", OK);
    return server.resolve("/flows/" + flow + "/sources/" + WEB_FORM + "/submit");
  }

  private void sendTo(URI flow) throws IOException, InterruptedException {
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < LEADS; i++) {
        // Every eighth is refused by a rule, so that explaining is practised too.
        String lead = LEAD.formatted(i, i % 8 == 0 ? "Ohio" : "Texas");
        answers.add(senders.submit(() -> post(flow.getPath(), lead, CREATED)));
      }
      for (Future<String> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a lead was not answered", e.getCause());
    }
  }

  private String post(String path, String json, int expected) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(server.resolve(path))
        .header("Authorization", authorization).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException("POST " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}
