package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeS3;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.account.Plan;
import io.sluice.server.kernel.ObjectIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The firehose: settings tried out, and every event of a flow copied to storage (exchange 14.1). */
class FirehoseTest {

  private static final FakeS3 S3 = FakeS3.start();
  private static final SluiceServer SERVER = SluiceServer.with(Map.of("SLUICE_S3_ENDPOINT", S3.url()));

  static {
    S3.bucket("acme-events", "us-east-1");
    S3.bucket("acme.elsewhere", "eu-central-1");
  }

  private final Party acme = SERVER.open("Acme");

  @AfterAll
  static void close() {
    SERVER.close();
    S3.close();
  }

  @Test
  void settings_are_tried_out_by_writing_a_file() {
    Reply reply = tried(FakeS3.SECRET_KEY, "acme-events", "").is(200);
    assertThat(reply.at("ETag")).matches("\"[0-9a-f]{32}\"");
    tried(FakeS3.SECRET_KEY, "acme-events", "/a b/ü+*/").is(200);
    assertThat(S3.objects()).containsKeys("acme-events/leadconduit-events/test.txt",
        "acme-events/a%20b/%C3%BC%2B%2A/leadconduit-events/test.txt");
  }

  @Test
  void what_the_storage_complains_about_is_told_without_the_secret() {
    assertThat(tried("wrong", "acme-events", "").is(400).at("error")).startsWith("SignatureDoesNotMatch: ");
    assertThat(tried(FakeS3.SECRET_KEY, "nobodys-bucket", "").is(400).at("error")).startsWith("NoSuchBucket: ");
    assertThat(tried(FakeS3.SECRET_KEY, "Not/A/Bucket", "").is(400).at("error")).contains("bucket");
    assertThat(acme.get("/firehose?bucket=acme-events").is(400).text()).contains("access_key_id");
    String query = "?access_key_id=a&secret_access_key=b&bucket=acme-events";
    SERVER.anybody().get("/firehose" + query).is(401);
    assertThat(SERVER.open("Initech", Plan.PARTNER).get("/firehose" + query).is(401).at("error"))
        .isEqualTo("not authorized");
  }

  @Test
  void a_private_endpoint_that_the_operator_does_not_allow_is_not_dialled() {
    try (SluiceServer server = SluiceServer.with(Map.of("SLUICE_S3_ENDPOINT", "http://10.1.2.3:9000"))) {
      assertThat(server.open("Acme").get("/firehose?access_key_id=a&secret_access_key=b&bucket=acme-events")
          .is(400).at("error")).isEqualTo("URL must be public");
    }
  }

  @Test
  void every_event_of_a_flow_is_copied_as_the_api_shows_it() {
    LeadFlow.Deployed flow = flow("""
        "firehose":{"enabled":true,"credential_id":"%s","bucket":"acme-events","prefix":"/leads/2026/"}"""
        .formatted(credential(FakeS3.SECRET_KEY)));
    String one = flow.submit("{\"email\": \"a@example.com\", \"ssn\": \"078051120\"}").is(201).at("lead.id");
    String other = flow.submit("{\"email\": \"b@example.com\"}").is(201).at("lead.id");
    Set<String> expected = new TreeSet<>();
    for (String lead : List.of(one, other)) {
      flow.history(lead).forEach(event ->
          expected.add("acme-events/leads/2026/" + lead + "/" + event.path("id").asString() + ".json"));
    }
    assertThat(expected).hasSize(4);
    awaitCopies(expected);
    JsonNode event = flow.history(one).getLast();
    String copy = S3.objects().get("acme-events/leads/2026/" + one + "/" + event.path("id").asString() + ".json");
    assertThat(JsonMapper.shared().readTree(copy)).isEqualTo(acme.get("/events/" + event.path("id").asString()).json());
    assertThat(copy).doesNotContain("078051120");
    awaitEmptyQueue();
  }

  @Test
  void a_bucket_in_another_region_is_found_by_asking() {
    LeadFlow.Deployed flow = flow("""
        "firehose":{"services":{"aws":{"enabled":true,"credential_id":"%s","bucket":"acme.elsewhere"}}}"""
        .formatted(credential(FakeS3.SECRET_KEY)));
    String lead = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    awaitCopies(flow.history(lead).stream()
        .map(event -> "acme.elsewhere/" + lead + "/" + event.path("id").asString() + ".json")
        .collect(Collectors.toSet()));
  }

  @Test
  void what_cannot_be_copied_is_kept_and_tried_again() {
    LeadFlow.Deployed flow = flow(firehose(credential(FakeS3.SECRET_KEY)));
    S3.slowDown(1_000_000);
    String lead = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    assertThat(waiting(flow)).isEqualTo(2);
    awaitFailedAttempt(flow);
    assertThat(waiting(flow)).isEqualTo(2);
    S3.slowDown(0);
    Set<String> names = flow.history(lead).stream()
        .map(event -> "acme-events/" + lead + "/" + event.path("id").asString() + ".json").collect(Collectors.toSet());
    awaitCopies(names);
    awaitEmptyQueue();
    assertThat(S3.puts().stream().filter(names::contains)).as("each once").hasSize(2);
  }

  @Test
  void what_could_not_be_copied_for_a_week_is_forgotten_piece_by_piece_and_the_reason_is_kept() {
    LeadFlow.Deployed flow = flow(firehose(credential("wrong")));
    flow.submit("{\"email\": \"a@example.com\"}").is(201);
    awaitFailedAttempt(flow);
    SERVER.db().sql("""
        INSERT INTO firehose_event (account_id, flow_id, event_id, lead_id)
        SELECT :account, :flow, 'f' || lpad(to_hex(i), 23, '0'), repeat('f', 24) FROM generate_series(1, 4000) AS i""")
        .param("account", acme.accountId()).param("flow", flow.id()).update();
    SERVER.db().sql("CREATE TABLE forgotten (flow_id text, in_transaction xid8)").update();
    SERVER.db().sql("""
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO forgotten SELECT flow_id, pg_current_xact_id() FROM gone; RETURN NULL; END'""").update();
    SERVER.db().sql("""
        CREATE TRIGGER note AFTER DELETE ON firehose_event REFERENCING OLD TABLE AS gone
          FOR EACH STATEMENT EXECUTE FUNCTION note()""").update();
    SERVER.db().sql("UPDATE job SET attempts = 700, run_at = now() WHERE kind = 'firehose' AND key LIKE '%' || :flow")
        .param("flow", flow.id()).update();
    await("it to be dead", () -> SERVER.db().sql("""
        SELECT count(*) FROM job WHERE kind = 'firehose' AND key LIKE '%' || :flow AND dead_at IS NOT NULL
           AND last_error = 'every attempt ended with its node'""")
        .param("flow", flow.id()).query(Long.class).single() == 1 && waiting(flow) == 0);
    assertThat(SERVER.db().sql("""
        SELECT max(count) FROM (SELECT count(*) FROM forgotten WHERE flow_id = :flow GROUP BY in_transaction) AS pieces""")
        .param("flow", flow.id()).query(Long.class).single()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void a_wrong_key_can_be_set_right() {
    String credential = credential("wrong");
    LeadFlow.Deployed flow = flow(firehose(credential));
    String lead = flow.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    awaitFailedAttempt(flow);
    acme.put("/credentials/" + credential, """
        {"name": "Storage", "type": "token", "package": "aws", "token": "-", "access_key_id": "%s",
         "secret_access_key": "%s"}""".formatted(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)).is(200);
    awaitCopies(flow.history(lead).stream()
        .map(event -> "acme-events/" + lead + "/" + event.path("id").asString() + ".json").collect(Collectors.toSet()));
  }

  @Test
  void a_flow_without_a_firehose_leaves_nothing_to_copy_and_one_that_loses_it_no_more() {
    LeadFlow.Deployed without = flow("\"level\":\"a\"");
    without.submit("{\"email\": \"a@example.com\"}").is(201);
    assertThat(waiting(without)).isZero();
    LeadFlow.Deployed with = flow(firehose(credential(FakeS3.SECRET_KEY)));
    String saved = acme.get("/flows/" + with.id()).text();
    acme.put("/flows/" + with.id(), saved.replace("\"firehose\":{\"enabled\":true", "\"firehose\":{\"enabled\":false"))
        .is(200);
    String early = with.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    await("saving is not deploying", () -> S3.objects().keySet().stream().anyMatch(name -> name.contains(early)));
    acme.post("/flows/" + with.id() + "/deploy").is(200);
    String late = with.submit("{\"email\": \"a@example.com\"}").is(201).at("lead.id");
    awaitEmptyQueue();
    assertThat(S3.objects().keySet()).noneMatch(name -> name.contains(late));
  }

  @Test
  void everything_that_is_wrong_with_a_firehose_is_said_when_the_flow_is_saved() {
    JsonNode errors = acme.post("/flows", """
        {"name": "Auto leads", "enabled": true, "fields": [], "sources": [], "steps": [],
         "firehose": {"enabled": true, "credential_id": "%s", "bucket": "No"}}"""
        .formatted(ObjectIds.next(Instant.now()))).is(422).json().path("errors");
    assertThat(errors.propertyNames()).containsExactly("firehose.credential_id", "firehose.bucket");
    assertThat(acme.post("/flows", """
        {"name": "Auto leads", "enabled": true, "fields": [], "sources": [], "steps": [],
         "firehose": {"services": {"azure": {"enabled": true}}}}""").is(422).json().path("errors").propertyNames())
        .containsExactly("firehose.services.azure");
    acme.post("/flows", """
        {"name": "Auto leads", "enabled": true, "fields": [], "sources": [], "steps": [],
         "firehose": {"enabled": false}}""").is(201);
  }

  private Reply tried(String secret, String bucket, String prefix) {
    return acme.get("/firehose?access_key_id=" + FakeS3.ACCESS_KEY + "&secret_access_key=" + encoded(secret)
        + "&bucket=" + encoded(bucket) + "&prefix=" + encoded(prefix));
  }

  private String credential(String secret) {
    return acme.post("/credentials", """
        {"name": "Storage", "type": "user", "package": "aws", "username": "%s", "password": "%s"}"""
        .formatted(FakeS3.ACCESS_KEY, secret)).is(201).at("id");
  }

  private static String firehose(String credential) {
    return "\"firehose\":{\"enabled\":true,\"credential_id\":\"%s\",\"bucket\":\"acme-events\"}".formatted(credential);
  }

  /** Every lead leaves two events: that of a filter, and its own. */
  private LeadFlow.Deployed flow(String more) {
    return LeadFlow.of(acme).step("""
        {"type":"filter","outcome":"failure","rule_set":{"op":"and","rules":[
         {"lhv":"lead.state","op":"is equal to","rhv":"FL"}]}}""").with(more).deploy();
  }

  private static long waiting(LeadFlow.Deployed flow) {
    return SERVER.db().sql("SELECT count(*) FROM firehose_event WHERE flow_id = :flow")
        .param("flow", flow.id()).query(Long.class).single();
  }

  private static void awaitCopies(Set<String> names) {
    await("copies of " + names, () -> S3.objects().keySet().containsAll(names));
  }

  private static void awaitEmptyQueue() {
    await("an empty queue", () ->
        SERVER.db().sql("SELECT count(*) FROM firehose_event").query(Long.class).single() == 0);
  }

  private static void awaitFailedAttempt(LeadFlow.Deployed flow) {
    await("a failed attempt", () -> SERVER.db().sql(
        "SELECT count(*) FROM job WHERE kind = 'firehose' AND key LIKE '%' || :flow AND last_error IS NOT NULL")
        .param("flow", flow.id()).query(Long.class).single() == 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
