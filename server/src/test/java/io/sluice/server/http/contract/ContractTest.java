package io.sluice.server.http.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ContractTest {

  /** Pages and files. */
  private static final Set<String> ANSWER_OTHERWISE = Set.of("readReference", "showSubmissionDoc", "exportList",
      "getImportTemplate", "getBadRows", "getFile");

  /** Where nothing may stand for nothing. */
  private static final Set<String> EXAMPLES = Set.of("example", "examples", "value");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Contract contract = new Contract();

  @TestFactory
  Stream<DynamicTest> every_example_holds_against_its_schema() {
    return contract.examples().stream().map(example -> {
      String name = example.operation().id() + " " + example.status() + " " + example.name();
      return DynamicTest.dynamicTest(name, () -> assertThat(problems(example)).as(name).isEmpty());
    });
  }

  @Test
  void a_bad_example_would_be_noticed() {
    ContractFile.Example good = contract.examples().stream()
        .filter(example -> example.operation().id().equals("getFlow") && example.status() == 200)
        .findFirst().orElseThrow();
    JsonNode bad = ((ObjectNode) good.value().deepCopy()).put("created_at", "yesterday");

    assertThat(contract.answer(good.operation(), 200, bad))
        .containsExactly(new BodyProblem("created_at", "must be a time such as 2026-03-02T09:00:00Z"));
  }

  @Test
  void every_operation_has_an_example_for_its_body_and_for_its_first_answer() {
    Set<String> missing = new TreeSet<>();
    for (Operation operation : contract.operations()) {
      boolean body = contract.examples().stream().anyMatch(e -> e.operation().equals(operation) && e.status() == 0);
      boolean answer = contract.examples().stream()
          .anyMatch(e -> e.operation().equals(operation) && e.status() >= 200 && e.status() < 300);
      boolean answersJson = !ANSWER_OTHERWISE.contains(operation.id());
      if (operation.takesJson() && !body || answersJson && !answer) {
        missing.add(operation.id());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void of_endless_problems_the_first_are_told_and_that_there_are_more() {
    Operation signIn = contract.operations().stream().filter(operation -> operation.id().equals("signIn"))
        .findFirst().orElseThrow();
    for (int many : new int[] {101, 100_000}) {
      ObjectNode body = JSON.createObjectNode().put("email", "ada@acme.example").put("password", "secret");
      for (int i = 0; i < many; i++) {
        body.put("unknown " + i, i);
      }
      assertThat(contract.body(signIn, body).problems()).hasSize(BodyProblem.MOST_TOLD + 1)
          .startsWith(new BodyProblem("unknown 0", "is not a property here")).endsWith(BodyProblem.AND_MORE);
    }
  }

  /** In YAML's braces a comma ends a sentence that is not quoted; what follows it becomes a key that says nothing. */
  @Test
  void no_sentence_is_cut_in_two_by_a_comma() {
    assertThat(contract.documents()).allSatisfy((surface, document) ->
        assertThat(keysWithoutValue(document)).as(surface).isEmpty());
  }

  @Test
  void a_sentence_cut_in_two_is_told() {
    assertThat(keysWithoutValue(YAMLMapper.shared().readTree("type: { description: One of them, or none }")))
        .containsExactly("or none");
  }

  private static List<String> keysWithoutValue(JsonNode node) {
    return Stream.concat(
        node.propertyStream().filter(entry -> entry.getValue().isNull() && !entry.getKey().equals("default"))
            .map(Map.Entry::getKey),
        (node.isArray() ? node.valueStream() : node.propertyStream()
            .filter(entry -> !EXAMPLES.contains(entry.getKey())).map(Map.Entry::getValue))
            .flatMap(child -> keysWithoutValue(child).stream())).toList();
  }

  @Test
  void every_operation_says_what_a_stranger_gets() {
    assertThat(contract.operations()).allSatisfy(operation ->
        assertThat(operation.stranger()).as(operation.id()).isIn("403", "404", "own", "shared", "anyone"));
  }

  @Test
  void parameters_may_be_called_differently_in_contract_and_route() {
    assertThat(contract.operation(new Route("get", "/flows/{flow_id}/fields")))
        .hasValueSatisfying(operation -> assertThat(operation.id()).isEqualTo("listFlowFields"));
  }

  @Test
  void all_that_is_wrong_with_a_body_is_named_at_once() {
    assertThat(body("POST", "/flows", """
        {
          "name": "", "enabled": "yes", "feilds": [], "sources": [],
          "steps": [
            {"type": "filter", "outcome": "failure", "rule_set": {"op": "and", "rules": [
              {"lhv": "lead.state", "op": "is equals to", "rhv": "TX"},
              {"lhv": "lead.email", "op": "is blank", "rhv": "x"},
              {"op": "is blank"},
              {"op": "or", "rules": []}]}},
            {"type": "recipent"},
            {"type": "recipient", "entity": {"id": "1"}, "integration": {"module_id": "m", "mapings": []}}]
        }"""))
        .containsExactlyInAnyOrder(
            "name must not be empty",
            "enabled must be true or false",
            "feilds is not a property here, did you mean fields?",
            "fields is required",
            "steps[0].rule_set.rules[0].op is not one of the known values, did you mean is equal to?",
            "steps[0].rule_set.rules[1].rhv is not used with this operator",
            "steps[0].rule_set.rules[2].lhv is required",
            "steps[0].rule_set.rules[3].rules must not be empty",
            "steps[1].type must be filter or recipient, did you mean recipient?",
            "steps[2].entity.id must be 24 hex characters",
            "steps[2].integration.mapings is not a property here, did you mean mappings?");
  }

  @Test
  void a_binary_rule_needs_its_right_side() {
    assertThat(body("POST", "/flows", """
        {"name": "A", "enabled": true, "fields": [], "sources": [], "steps": [],
         "acceptance_criteria": {"outcome": "failure", "rule_set": {"op": "and", "rules": [
           {"lhv": "lead.state", "op": "is equal to"}]}}}"""))
        .containsExactly("acceptance_criteria.rule_set.rules[0].rhv is required");
  }

  @Test
  void closed_objects_refuse_properties_that_resemble_nothing_too() {
    assertThat(body("POST", "/entities", """
        {"name": "Form", "source": "form", "recipient": null, "module_ids": [], "zzz": 1}"""))
        .containsExactly("zzz is not a property here");
  }

  @Test
  void open_objects_let_strange_properties_pass_but_not_misspelt_ones() {
    String flow = """
        {"name": "A", "enabled": true, "fields": [], "steps": [], "sources": [
          {"entity": {"id": "65f1a2b3c4d5e6f708192a02"}, "integration": {"module_id": "m"}, "%s": {}}]}""";

    assertThat(body("POST", "/flows", flow.formatted("colour"))).isEmpty();
    assertThat(body("POST", "/flows", flow.formatted("acceptanceCritera")))
        .containsExactly("sources[0].acceptanceCritera is not a property here, did you mean acceptance_criteria?");
  }

  @Test
  void read_only_properties_are_taken_and_left_out_whatever_they_hold() {
    Operation createEntity = operation("POST", "/entities");
    BodyCheck check = contract.body(createEntity, JSON.readTree("""
        {"id": 7, "name": "Form", "source": "form", "recipient": null, "module_ids": [], "standard": "maybe",
         "created_at": "yesterday"}"""));

    assertThat(check.problems()).isEmpty();
    assertThat(check.body()).isEqualTo(JSON.readTree("""
        {"name": "Form", "source": "form", "recipient": null, "module_ids": []}"""));
  }

  @Test
  void an_overriding_price_leaves_no_room_for_prices() {
    assertThat(body("POST", "/flows", """
        {"name": "A", "enabled": true, "fields": [], "sources": [], "steps": [],
         "pricing": {"override": true, "prices": [{"amount": 0}]}}"""))
        .containsExactlyInAnyOrder(
            "pricing.prices must be empty when override is true", "pricing.prices[0].amount must be more than 0");
  }

  @Test
  void an_invitation_without_a_usable_address_says_so_in_the_contracts_words() {
    assertThat(body("POST", "/invitations/source", "{}")).containsExactly("email is invalid");
    assertThat(body("POST", "/invitations/source", "{\"email\": 7}")).containsExactly("email is invalid");
    assertThat(body("POST", "/invitations/source", "{\"emial\": \"a@b.example\"}"))
        .containsExactlyInAnyOrder("emial is not a property here, did you mean email?", "email is invalid");
  }

  @Test
  void a_body_of_another_kind_is_one_problem() {
    assertThat(body("POST", "/flows", "[]")).containsExactly("the body must be an object");
    assertThat(body("POST", "/onboard/buyer", "{}"))
        .containsExactly("connection_id or invitation_id is required");
  }

  @Test
  void rule_sets_nest_deeply_and_still_name_the_place() {
    String inner = "{\"lhv\": \"lead.state\"}";
    for (int depth = 0; depth < 230; depth++) {
      inner = "{\"op\": \"and\", \"rules\": [" + inner + "]}";
    }
    assertThat(body("POST", "/flows", """
        {"name": "A", "enabled": true, "fields": [], "sources": [], "steps": [],
         "acceptance_criteria": {"outcome": "failure", "rule_set": %s}}""".formatted(inner)))
        .containsExactly("acceptance_criteria.rule_set" + ".rules[0]".repeat(230) + ".op is required");
  }

  @Test
  void query_parameters_are_held_to_the_contract() {
    Operation events = operation("GET", "/events");

    assertThat(contract.query(events, Map.of("limit", new String[] {"1001"})))
        .containsExactly(new BodyProblem("limit", "must be at most 1000"));
    assertThat(contract.query(events, Map.of("limit", new String[] {"many"})))
        .containsExactly(new BodyProblem("limit", "must be a whole number"));
    assertThat(contract.query(events, Map.of("sort", new String[] {"up"})))
        .containsExactly(new BodyProblem("sort", "must be asc or desc"));
    assertThat(contract.query(events, Map.of("aftr_id", new String[] {"x"})))
        .containsExactly(new BodyProblem("aftr_id", "is not a parameter here, did you mean after_id?"));
    assertThat(contract.query(events, Map.of(
        "include[]", new String[] {"id", "type"}, "limit", new String[] {"5"}, "trace", new String[] {"1"}))).isEmpty();
  }

  @Test
  void many_threads_may_ask_a_fresh_contract_at_once() throws Exception {
    Contract fresh = new Contract();
    Callable<List<BodyProblem>> check = () -> fresh.body(
        fresh.operation(new Route("POST", "/flows")).orElseThrow(), JSON.readTree("{\"name\": 1}")).problems();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(List.of(check, check, check, check, check, check, check, check))) {
        assertThat(answer.get()).hasSize(5);
      }
    }
  }

  private Operation operation(String method, String path) {
    return contract.operation(new Route(method, path)).orElseThrow();
  }

  private List<String> body(String method, String path, String json) {
    return contract.body(operation(method, path), JSON.readTree(json)).problems().stream()
        .map(BodyProblem::toString).toList();
  }

  private List<BodyProblem> problems(ContractFile.Example example) {
    return example.status() == 0
        ? contract.body(example.operation(), example.value()).problems()
        : contract.answer(example.operation(), example.status(), example.value());
  }
}
