package io.sluice.server.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists over HTTP: made and deleted by their owner, asked and filled by the list modules' protocol (exchange 5.6). */
class ListTest {

  private static final String DAY_BEFORE_YESTERDAY = "now() - interval '2 days'";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  @Test
  void a_list_is_made_filled_asked_renamed_and_deleted() throws Exception {
    Reply made = acme.post("/lists", "{\"name\": \"Do not call\", \"retention_days\": 30}").is(201);
    assertThat(made.at("url_name")).isEqualTo("do_not_call");
    assertThat(made.json().path("size").asLong()).isZero();

    Reply added = acme.post("/lists/do_not_call/items",
        "{\"values\": [\"5125550142\", \" Ann@Hooli.example \", \"\"]}").is(200);
    assertThat(added.text()).isEqualTo("{\"accepted\":2,\"rejected\":1}");
    assertThat(added.header("X-Runtime")).hasValueSatisfying(text -> assertThat(text).matches("0\\.\\d{6}"));

    Reply found = acme.get("/exists/do_not_call/ANN@hooli.example").is(200);
    assertThat(found.at("found")).isEqualTo("true");
    assertThat(found.json().path("exists_in_lists").toString()).isEqualTo("[\"do_not_call\"]");
    assertThat(found.json().at("/entries/0/list_id").asString()).isEqualTo(made.at("id"));
    assertThat(acme.get("/exists/do_not_call/bo@hooli.example").is(404).text())
        .isEqualTo("{\"specified_lists\":[\"do_not_call\"],\"key\":\"bo@hooli.example\",\"found\":false}");
    assertThat(acme.get("/lists/" + made.at("id")).is(200).json().path("size").asLong()).isEqualTo(2);

    acme.put("/lists/" + made.at("id"), "{\"name\": \"Never call\"}").is(200);
    assertThat(acme.get("/exists/do_not_call/5125550142").status()).as("under the name flows know").isEqualTo(200);
    assertThat(acme.get("/lists").json().get(0).path("name").asString()).isEqualTo("Never call");
    assertThat(acme.get("/lists").json().get(0).path("retention_days").isNull()).as("kept for ever").isTrue();

    assertThat(deleted("/lists/do_not_call/items", "{\"values\": [\"5125550142\", \"5125550199\"]}").text())
        .isEqualTo("{\"deleted\":1,\"rejected\":1}");
    acme.get("/exists/do_not_call/5125550142").is(404);

    acme.delete("/lists/" + made.at("id")).is(200);
    assertThat(acme.get("/exists/do_not_call/ann@hooli.example").is(404).at("error")).isEqualTo("No list with that name.");
    server.bean(ListRetention.class).run();
    assertThat(items(made.at("id"))).as("its values are gone, too").isZero();
    acme.post("/lists", "{\"name\": \"Do not call\"}").is(201);
  }

  @Test
  void several_lists_are_asked_at_once_by_name_or_by_id() throws IOException {
    String one = acme.post("/lists", "{\"name\": \"One\"}").is(201).at("id");
    acme.post("/lists", "{\"name\": \"Other\"}").is(201);
    assertThat(acme.get("/exists/one%7Cone/x").json().path("specified_lists").toString()).isEqualTo("[\"one\"]");
    acme.post("/lists/one%7Cother/items", "{\"values\": \"a@hooli.example|b@hooli.example\"}").is(200);
    assertThat(deleted("/lists/other/items?values=b@hooli.example", "").text()).isEqualTo("{\"deleted\":1,\"rejected\":0}");
    assertThat(raw("/exists/" + one + "|other/b%40hooli.example").path("exists_in_lists").toString())
        .isEqualTo("[\"one\"]");
    assertThat(raw("/exists/one|nope/b%40hooli.example").path("error").asString()).isEqualTo("No list with that name.");
  }

  @Test
  void a_value_may_hold_what_addresses_escape() {
    acme.post("/lists", "{\"name\": \"Odd\"}").is(201);
    acme.post("/lists/odd/items", "{\"values\": [\"x/y z\", \"50% off\", \"a|b\"]}").is(200);
    assertThat(acme.get("/exists/odd/x%2Fy%20z").is(200).at("key")).isEqualTo("x/y z");
    assertThat(acme.get("/exists/odd/50%25%20off").is(200).at("key")).isEqualTo("50% off");
    acme.get("/exists/odd/a%7Cb").is(200);
    assertThat(acme.get("/lists/odd%2Fx/items").status()).as("nowhere else").isEqualTo(400);
    assertThat(acme.get("/exists/odd/..%2F..%2Flists").is(404).at("found")).isEqualTo("false");
    assertThat(acme.get("/assets/..%2Findex.html").status()).isEqualTo(400);
  }

  @Test
  void another_accounts_list_does_not_exist() {
    acme.post("/lists", "{\"name\": \"Mine\"}").is(201);
    acme.post("/lists/mine/items", "{\"values\": [\"x\"]}").is(200);
    assertThat(globex.get("/exists/mine/x").is(404).at("error")).isEqualTo("No list with that name.");
    globex.post("/lists", "{\"name\": \"Mine\"}").is(201);
    assertThat(globex.get("/exists/mine/x").is(404).at("found")).isEqualTo("false");
  }

  @Test
  void a_value_can_be_given_and_asked_for_as_the_hash_of_itself() {
    acme.post("/lists", "{\"name\": \"Hashes\", \"hashed\": true}").is(201);
    String hash = ItemKey.shown(ItemKey.of("ann@hooli.example").orElseThrow().key(), null);
    acme.post("/lists/hashes/items", "{\"values\": [\"" + hash.toUpperCase(Locale.ROOT) + "\", \"bo@hooli.example\"]}").is(200);
    assertThat(acme.get("/exists/hashes/Ann@hooli.example").is(200).at("key")).isEqualTo("Ann@hooli.example");
    assertThat(acme.get("/exists/hashes/" + hash).status()).isEqualTo(200);
    assertThat(server.db().sql("SELECT count(value) FROM list_item WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single()).as("values that can be read").isZero();
  }

  @Test
  void values_carry_their_own_time_and_are_looked_for_behind_one() {
    acme.post("/lists", "{\"name\": \"Seen\", \"retention_days\": 3000}").is(201);
    acme.post("/lists/seen/items", "{\"values\": [\"x\"], \"timestamp\": \"2025-11-01T00:00:00Z\"}").is(200);
    acme.get("/exists/seen/x?added_after=2025-10-31T23:59:59Z").is(200);
    acme.get("/exists/seen/x?added_after=2025-11-01T00:00:00Z").is(404);
    assertThat(acme.post("/lists/seen/items", "{\"values\": [\"y\"], \"timestamp\": \"noon\"}").is(422).at("error"))
        .contains("timestamp");
    acme.post("/lists/seen/items", "{\"values\": [\"y\"], \"timestamp\": \"+999999999-01-01T00:00:00Z\"}").is(422);
    acme.post("/lists/seen/items", "{\"values\": [\"y\"], \"timestamp\": \"-999999999-01-01T00:00:00Z\"}").is(422);
    acme.get("/exists/seen/y").is(404);
    acme.post("/lists/seen/items", "{\"values\": [\"x\"]}").is(200);
    acme.get("/exists/seen/x?added_after=2025-11-01T00:00:00Z").is(200);
  }

  @Test
  void a_value_older_than_its_list_keeps_values_is_gone_at_once_and_deleted_later() throws Exception {
    String list = acme.post("/lists", "{\"name\": \"Short\", \"retention_days\": 1}").is(201).at("id");
    acme.post("/lists/short/items", "{\"values\": [\"old\", \"new\"]}").is(200);
    server.db().sql("UPDATE list_item SET added_at = " + DAY_BEFORE_YESTERDAY + " WHERE list_id = :list AND value = 'old'")
        .param("list", list).update();
    acme.get("/exists/short/old").is(404);
    acme.get("/exists/short/new").is(200);
    assertThat(items(list)).isEqualTo(2);
    server.bean(ListRetention.class).run();
    assertThat(items(list)).isEqualTo(1);
  }

  @Test
  void names_that_are_one_in_addresses_or_none_at_all_are_refused() {
    acme.post("/lists", "{\"name\": \"My List\"}").is(201);
    assertThat(acme.post("/lists", "{\"name\": \"my list!\"}").is(409).at("code")).isEqualTo("list_name_taken");
    assertThat(acme.post("/lists", "{\"name\": \"!?\"}").is(400).at("code")).isEqualTo("list_name_invalid");
    assertThat(acme.post("/lists", "{\"nam\": \"x\", \"retention_days\": 0}").is(400).json().path("errors").propertyNames())
        .containsExactlyInAnyOrder("nam", "name", "retention_days");
    assertThat(acme.post("/lists/my_list/items", "{\"values\": []}").status()).isEqualTo(400);
  }

  @Test
  void a_file_is_read_with_its_bad_rows_named_and_can_be_had_again() {
    String list = acme.post("/lists", "{\"name\": \"File\"}").is(201).at("id");
    Reply upload = upload(list, "", "\uFEFF5125550142\r\n\r\n \r\n\"Ann@Hooli.example\",whatever\r\n" + "x".repeat(501)
        + "\r\n5125550142\r\n").is(201);
    JsonNode summary = upload.json();
    assertThat(summary.path("state").asString()).isEqualTo("done");
    assertThat(List.of("rows_read", "accepted", "added", "rejected").stream().map(name -> summary.path(name).asLong()))
        .containsExactly(5L, 3L, 2L, 2L);
    assertThat(summary.path("problems").toString()).isEqualTo(
        "[{\"row\":3,\"problem\":\"is blank\"},{\"row\":5,\"problem\":\"is longer than 500 characters\"}]");
    assertThat(acme.get("/lists/" + list + "/uploads").is(200).json().get(0).path("id")).isEqualTo(summary.path("id"));

    Reply export = acme.get("/lists/" + list + "/export").is(200);
    assertThat(export.header("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(export.text()).startsWith("value,added_at\r\n").contains("5125550142,20").contains("ann@hooli.example,20");

    String other = acme.post("/lists", "{\"name\": \"Other file\"}").is(201).at("id");
    assertThat(upload(other, "?header=true&column=value", export.text()).is(201).json().path("added").asLong()).isEqualTo(2);
    assertThat(acme.get("/lists/" + other + "/export").text()).as("times and all").isEqualTo(export.text());
  }

  @Test
  void a_value_that_would_be_a_formula_is_none_in_the_file_and_itself_again_when_that_is_uploaded() {
    String list = acme.post("/lists", "{\"name\": \"Formulas\"}").is(201).at("id");
    acme.post("/lists/formulas/items", "{\"values\": [\"=cmd|x\", \"@sum(1)\", \"-1+cmd\", \"+49 (30) 1-2\"]}").is(200);
    String export = acme.get("/lists/" + list + "/export").is(200).text();
    assertThat(export.lines().skip(1).map(row -> row.substring(0, row.lastIndexOf(','))))
        .containsExactlyInAnyOrder("'=cmd|x", "'@sum(1)", "'-1+cmd", "+49 (30) 1-2");
    String other = acme.post("/lists", "{\"name\": \"Formulas again\"}").is(201).at("id");
    upload(other, "?header=true&column=value", export).is(201);
    assertThat(acme.get("/lists/" + other + "/export").text()).isEqualTo(export);
  }

  @Test
  void a_column_is_named_or_numbered() {
    String list = acme.post("/lists", "{\"name\": \"Columns\"}").is(201).at("id");
    upload(list, "?header=true&column=Phone", "name,phone\nAnn,5125550142\nBo\n").is(201);
    upload(list, "?column=2", "Cy,5125550143\n").is(201);
    acme.get("/exists/columns/5125550142").is(200);
    acme.get("/exists/columns/5125550143").is(200);
    assertThat(upload(list, "?header=true&column=mobile", "name,phone\n").is(400).at("detail"))
        .isEqualTo("the file has no column mobile");
  }

  @Test
  void a_file_many_times_larger_than_other_bodies_is_read_piece_by_piece() {
    String list = acme.post("/lists", "{\"name\": \"Large\"}").is(201).at("id");
    var file = new StringBuilder();
    for (int i = 0; i < 120_000; i++) {
      file.append("customer-").append(i).append("@hooli.example\n");
    }
    assertThat(file.length()).isGreaterThan(3 * 1_048_576);
    JsonNode summary = upload(list, "", file.toString()).is(201).json();
    assertThat(summary.path("accepted").asLong()).isEqualTo(120_000);
    assertThat(acme.get("/lists/" + list).json().path("size").asLong()).isEqualTo(120_000);
    acme.get("/exists/large/customer-119999@hooli.example").is(200);
    assertThat(acme.get("/lists/" + list + "/export").text().lines()).hasSize(120_001);
    assertThat(acme.post("/lists/large/items", "{\"values\": [\"" + "x".repeat(1_100_000) + "\"]}").status())
        .as("other bodies").isEqualTo(413);
  }

  @Test
  void of_many_who_take_the_last_place_at_once_one_has_it() throws Exception {
    String list = acme.post("/lists", "{\"name\": \"Busy\"}").is(201).at("id");
    server.db().sql("INSERT INTO list (account_id, id, name, url_name, hashed, created_at, updated_at) SELECT :account,"
        + " substr(md5(random()::text), 1, 24), 'List', 'list_' || n, false, now(), now() FROM generate_series(2, 499) n")
        .param("account", acme.accountId()).update();
    assertThat(atOnce(8, i -> acme.post("/lists", "{\"name\": \"Last %d\"}".formatted(i)))).containsOnlyOnce(201);

    server.db().sql("INSERT INTO list_upload (account_id, id, list_id, state, rows_read, accepted, added, rejected, problems,"
        + " started_at, updated_at) SELECT :account, substr(md5(random()::text), 1, 24), :list, 'running', 0, 0, 0, 0, '[]',"
        + " now(), now() FROM generate_series(1, 2)").param("account", acme.accountId()).param("list", list).update();
    String file = IntStream.range(0, 100_000).mapToObj(i -> "customer" + i).collect(Collectors.joining("\n"));
    assertThat(atOnce(8, _ -> upload(list, "", file))).containsOnlyOnce(201);
  }

  private static List<Integer> atOnce(int times, IntFunction<Reply> request) throws Exception {
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        all.add(() -> request.apply(number).status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : hands.invokeAll(all)) {
        statuses.add(status.get());
      }
      return statuses;
    }
  }

  @Test
  void what_is_no_file_of_values_is_refused() {
    String list = acme.post("/lists", "{\"name\": \"Strict\"}").is(201).at("id");
    assertThat(acme.post("/lists/" + list + "/uploads", "{}").is(415).at("code")).isEqualTo("unsupported_media_type");
    JsonNode cut = upload(list, "", "a\n\"" + "b".repeat(200_000)).is(201).json();
    assertThat(cut.path("state").asString()).isEqualTo("failed");
    assertThat(cut.path("reason").asString()).contains("behind row 1");
    assertThat(upload("5fd000000000000000000000", "", "a\n").status()).isEqualTo(404);
  }

  private long items(String list) {
    return server.db().sql("SELECT count(*) FROM list_item WHERE list_id = :list").param("list", list)
        .query(Long.class).single();
  }

  private Reply upload(String list, String query, String file) {
    return server.send(request("/lists/" + list + "/uploads" + query).header("Content-Type", "text/csv")
        .POST(HttpRequest.BodyPublishers.ofString(file)));
  }

  private Reply deleted(String path, String json) {
    return server.send(request(path).header("Content-Type", "application/json")
        .method("DELETE", HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    String pair = Base64.getEncoder().encodeToString(("X:" + acme.apiKey()).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Basic " + pair);
  }

  /** The body of an answer to a path with {@code |} as it stands, which Java's own client would not send. */
  private JsonNode raw(String path) throws IOException {
    try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
      String pair = Base64.getEncoder().encodeToString(("X:" + acme.apiKey()).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write("""
          GET %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Basic %s\r
          Connection: close\r
          \r
          """.formatted(path, pair).getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    }
  }
}
