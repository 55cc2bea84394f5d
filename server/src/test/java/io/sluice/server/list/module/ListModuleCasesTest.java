package io.sluice.server.list.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.list.ListNames;
import io.sluice.server.list.module.ListAction.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list modules by the observed cases (exchange 5.6). KEY stands for the account's key. */
class ListModuleCasesTest {

  private static final String FILE = "suppressionlist.json";
  private static final ListRequests REQUESTS = new ListRequests(ListRequests.SUPPRESSIONLIST, "Basic WDpLRVk=");

  /** Nothing is called here. */
  private static final @Nullable ListCalls NOBODY = null;

  @TestFactory
  Stream<DynamicTest> a_lists_name_becomes_a_part_of_an_address() {
    return Cases.each(FILE, "list_names", test ->
        assertThat(ListNames.urlNames(Cases.plain(test.path("list_name"))).map(names -> String.join("|", names)))
            .contains(test.path("url_part").asString()));
  }

  @TestFactory
  Stream<DynamicTest> a_text_is_split_into_values() {
    return Cases.each(FILE, "values", test ->
        assertThat(ListNames.texts(Cases.plain(test.path("value"))))
            .contains(test.path("values").valueStream().map(JsonNode::asString).toList()));
  }

  @TestFactory
  Stream<DynamicTest> variables_become_the_observed_request() {
    return Cases.each(FILE, "requests", test ->
        assertThat(shown(request(test.path("module").asString(), new ListVars(Cases.map(test.path("vars"))))))
            .isEqualTo(Cases.plain(test.path("request"))));
  }

  @TestFactory
  Stream<DynamicTest> an_answer_becomes_the_observed_event() {
    return Cases.each(FILE, "responses", test -> {
      String module = test.path("module").asString();
      assertThat(event(module, test.path("res"))).isEqualTo(Cases.plain(test.path("event").path(module)));
    });
  }

  @TestFactory
  Stream<DynamicTest> what_was_added_is_told() {
    return Cases.each(FILE, "add_responses", test ->
        assertThat(event("add_item", test.path("res"))).isEqualTo(Cases.plain(test.path("event").path("add_item"))));
  }

  @TestFactory
  Stream<DynamicTest> variables_are_refused_as_observed() {
    return Cases.each(FILE, "validate", test -> {
      Map<String, @Nullable Object> vars = Cases.map(test.path("vars"));
      assertThat(new ListAction(Action.QUERY_ITEM, NOBODY).validate(vars))
          .isEqualTo(Optional.ofNullable((String) Cases.plain(test.path("query_item"))));
      assertThat(new IsUnique(NOBODY).validate(vars))
          .isEqualTo(Optional.ofNullable((String) Cases.plain(test.path("is_unique"))));
    });
  }

  @Test
  void what_was_found_tells_where_and_when_it_was_added_last() {
    var response = new OutboundResponse(200, "OK", "1.1",
        Map.of("Content-Type", "application/json; charset=utf-8", "X-Runtime", "0.5"), """
        {"specified_lists":["a","b","c"],"key":"ann@hooli.example","found":true,"exists_in_lists":["b","c"],"entries":[
         {"list_id":"1","list_url_name":"b","added_at":"2015-08-28T16:18:16Z"},
         {"list_id":"2","list_url_name":"c","added_at":"2015-08-27T16:18:16Z"}]}""");
    assertThat(ListAnswers.found(ListAnswers.of(response))).isEqualTo(Cases.map(JsonMapper.shared().readTree("""
        {"specified_lists":["a","b","c"],"key":"ann@hooli.example","found":true,"found_in":["b","c"],
         "added_at":"2015-08-28T16:18:16Z","outcome":"success","reason":null,"duration":"0.5"}""")));
  }

  @Test
  void every_name_a_mapping_ever_had_is_taken() {
    for (String name : List.of("list_ids", "list_id", "list_names", "list_name")) {
      assertThat(new ListVars(Map.of(name, "Do not call, Customers")).lists())
          .as(name).contains(List.of("do_not_call", "customers"));
    }
    assertThat(new ListVars(Map.of("value", "a@hooli.example,b@hooli.example")).asked()).isEqualTo("a@hooli.example");
    assertThat(new ListVars(Map.of("values", "a@hooli.example,b@hooli.example")).asked()).isEqualTo("a@hooli.example");
  }

  @Test
  void a_quote_that_is_not_closed_is_refused_wherever_it_stands() {
    var query = new ListAction(Action.ADD_ITEM, NOBODY);
    assertThat(query.validate(Map.of("list_id", "foo\"", "values", "x"))).contains("invalid list name format");
    assertThat(query.validate(Map.of("list_id", "foo", "values", "x\""))).contains("invalid values format");
    assertThat(new IsUnique(NOBODY).validate(Map.of("list_name", "foo", "value", "\"x"))).contains("invalid value format");
    assertThat(new IsUnique(NOBODY).validate(Map.of("list_name", "foo", "value", "x,y")))
        .contains("multiple values not supported");
  }

  @Test
  void a_look_back_that_is_no_stretch_of_time_is_refused() {
    Map<String, Object> vars = new LinkedHashMap<>(Map.of("list_name", "a", "value", "x"));
    for (Object lookback : List.of("30", Map.of("value", 0, "interval", "day"), Map.of("value", 1),
        Map.of("value", "1.5", "interval", "day"), Map.of("value", 3, "interval", "fortnight"))) {
      vars.put("lookback", lookback);
      assertThat(new IsUnique(NOBODY).validate(vars)).as("%s", lookback).contains(ListPackage.BAD_LOOKBACK);
    }
    vars.put("lookback", Map.of("value", "30", "interval", "Days"));
    assertThat(new IsUnique(NOBODY).validate(vars)).isEmpty();
  }

  private static OutboundRequest request(String module, ListVars vars) {
    List<String> lists = vars.lists().orElseThrow();
    return switch (module) {
      case "query_item" -> REQUESTS.exists(lists, vars.asked());
      case "add_item" -> REQUESTS.add(lists, vars.values().orElseThrow());
      case "delete_item" -> REQUESTS.delete(lists, vars.values().orElseThrow());
      default -> throw new AssertionError("no request is known of " + module);
    };
  }

  private static Map<String, @Nullable Object> event(String module, JsonNode res) {
    Map<String, String> headers = new LinkedHashMap<>();
    res.path("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    var event = ListAnswers.of(
        new OutboundResponse(res.path("status").asInt(), "", "1.1", headers, res.path("body").asString()));
    return module.equals("query_item") ? ListAnswers.found(event) : event;
  }

  private static Map<String, Object> shown(OutboundRequest request) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("url", request.url());
    shown.put("method", request.method());
    shown.put("headers", request.headers());
    request.body().ifPresent(body -> shown.put("body", body));
    return shown;
  }
}
