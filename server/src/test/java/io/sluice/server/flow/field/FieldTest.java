package io.sluice.server.flow.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.account.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /types} and {@code /fields} from outside (exchange 9.3, 10). */
class FieldTest {

  private static final SluiceServer SERVER = SluiceServer.shared();

  private static final List<String> EQUAL = List.of("is equal to", "is not equal to");
  private static final List<String> COMPARED = List.of("is less than", "is less than or equal to", "is greater than",
      "is greater than or equal to");
  private static final List<String> BLANK = List.of("is blank", "is not blank");
  private static final List<String> FORMAT = List.of("format is valid", "format is invalid");
  private static final List<String> OBSCENE = List.of("is obscene", "is not obscene");
  private static final List<String> INCLUDES = List.of("includes", "does not include");
  private static final List<String> INCLUDED = List.of("is included in", "is not included in");
  private static final List<String> PATTERN = List.of("matches pattern", "does not match pattern");
  private static final List<String> BETWEEN = List.of("is between", "is not between");

  private final Party acme = SERVER.open("Acme");
  private final Party globex = SERVER.open("Globex");
  private final String suffix = acme.get("/account").is(200).at("field_suffix");

  @Test
  void every_type_says_its_operators() {
    Map<String, List<String>> operators = new LinkedHashMap<>();
    acme.get("/types").is(200).json().forEach(type -> operators.put(type.path("name").asString(),
        type.path("operators").valueStream().map(JsonNode::asString).toList()));
    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("boolean", joined(List.of(List.of("is true", "is not true", "is false", "is not false"), BLANK, FORMAT)));
    for (String moment : List.of("date", "dob", "time")) {
      expected.put(moment, joined(List.of(EQUAL, COMPARED, BLANK, FORMAT, BETWEEN)));
    }
    expected.put("number", joined(List.of(EQUAL, COMPARED, BLANK, FORMAT, INCLUDES, INCLUDED, BETWEEN)));
    expected.put("range", joined(List.of(EQUAL, COMPARED, BLANK, FORMAT, INCLUDES, INCLUDED)));
    expected.put("string", joined(List.of(EQUAL, BLANK, OBSCENE, INCLUDES, INCLUDED, PATTERN)));
    for (String text : List.of("city", "email", "street")) {
      expected.put(text, joined(List.of(EQUAL, BLANK, OBSCENE, FORMAT, INCLUDES, INCLUDED, PATTERN)));
    }
    for (String name : List.of("first_name", "last_name")) {
      expected.put(name, joined(List.of(EQUAL, BLANK, OBSCENE, FORMAT, PATTERN)));
    }
    expected.put("state", joined(List.of(EQUAL, BLANK, OBSCENE, INCLUDES, INCLUDED)));
    expected.put("url", joined(List.of(EQUAL, BLANK, OBSCENE, FORMAT, INCLUDES, INCLUDED)));
    for (String coded : List.of("phone", "ip", "ssn")) {
      expected.put(coded, joined(List.of(EQUAL, BLANK, FORMAT, INCLUDES, INCLUDED)));
    }
    expected.put("postal_code", joined(List.of(EQUAL, BLANK, FORMAT, INCLUDES, INCLUDED, PATTERN)));
    expected.put("gender", joined(List.of(EQUAL, BLANK, FORMAT)));
    expected.put("credential", joined(List.of(EQUAL, BLANK, INCLUDES, INCLUDED)));
    expected.put("trustedform_url", joined(List.of(BLANK, FORMAT)));
    assertThat(operators).hasSize(21).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void every_type_says_its_parts_and_whether_it_is_masked() {
    JsonNode types = acme.get("/types").is(200).json();
    List<String> maskable = types.valueStream().filter(type -> type.path("maskable").asBoolean())
        .map(type -> type.path("name").asString()).toList();
    assertThat(maskable).containsExactlyInAnyOrder("ssn", "dob", "credential");
    JsonNode email = types.valueStream().filter(type -> type.path("name").asString().equals("email")).findFirst().orElseThrow();
    assertThat(email.path("components").valueStream().map(part -> part.path("name").asString()))
        .contains("user", "domain", "host", "tld", "is_free", "is_disposable");
    assertThat(email.path("components").valueStream())
        .allSatisfy(part -> assertThat(part.propertyNames()).containsExactly("name", "type", "description"));
  }

  @Test
  void an_account_has_a_suffix_of_its_own_which_its_entity_shows() {
    Party twin = SERVER.open("Acme");
    assertThat(suffix).matches("[0-9a-z]{3,5}");
    assertThat(twin.get("/account").at("field_suffix")).matches("[0-9a-z]{3,5}").isNotEqualTo(suffix);
    assertThat(acme.get("/entities/" + acme.accountId()).is(200).at("field_suffix")).isEqualTo(suffix);
  }

  @Test
  void a_field_is_made_read_listed_changed_and_deleted_and_leaves_its_history() {
    String sent = """
        {"id": "%s", "name": "Roof", "type": "string", "description": "What the roof is made of", "aggregate": true,
         "examples": ["slate"], "standard": true, "created_at": "1999-01-01T00:00:00Z"}""".formatted(own("roof"));
    JsonNode made = acme.post("/fields", sent).is(201).json();
    assertThat(made.path("standard").asBoolean()).isFalse();
    assertThat(made.path("description").asString()).isEqualTo("What the roof is made of");
    assertThat(made.path("aggregate").asBoolean()).isTrue();
    assertThat(made.path("examples").toString()).isEqualTo("[\"slate\"]");
    assertThat(made.path("created_at").asString()).doesNotStartWith("1999");
    assertThat(acme.get("/fields/" + own("roof")).is(200).json()).isEqualTo(made);
    JsonNode all = acme.get("/fields").is(200).json();
    assertThat(all.size()).isEqualTo(537);
    assertThat(all.get(536)).isEqualTo(made);

    JsonNode changed = acme.put("/fields/" + own("roof"), made.toString().replace("\"Roof\"", "\"Roofing\""))
        .is(200).json();
    assertThat(changed.path("name").asString()).isEqualTo("Roofing");
    assertThat(changed.path("created_at")).isEqualTo(made.path("created_at"));

    JsonNode history = acme.get("/fields/" + own("roof") + "/changelogs").is(200).json();
    assertThat(history.valueStream().map(log -> log.path("type").asString() + " " + log.path("action").asString()))
        .containsExactly("field update", "field create");
    assertThat(history.get(0).path("delta_from_last_revision").toString())
        .isEqualTo("{\"name\":[\"Roof\",\"Roofing\"]}");
    assertThat(history.get(0).path("user").path("email").asString()).isEqualTo(acme.email());

    assertThat(acme.delete("/fields/" + own("roof")).is(202).json()).isEqualTo(changed);
    acme.get("/fields/" + own("roof")).is(404);
    acme.put("/fields/" + own("roof"), made.toString()).is(404);
    acme.delete("/fields/" + own("roof")).is(404);
    acme.get("/fields/" + own("roof") + "/changelogs").is(404);
    assertThat(acme.get("/fields").json().size()).isEqualTo(536);
    assertThat(acme.get("/changelogs").json().get(0).path("action").asString()).isEqualTo("delete");
  }

  @Test
  void without_an_id_a_field_gets_one_made_of_its_name() {
    assertThat(made("{\"name\": \" Favorite color! \", \"type\": \"string\"}")).isEqualTo(own("favorite_color"));
    assertThat(made("{\"name\": \"Age %s\", \"type\": \"number\"}".formatted(suffix))).isEqualTo(own("age"));
  }

  @Test
  void an_id_may_have_dots() {
    String id = made("{\"id\": \"%s\", \"name\": \"Loan term\", \"type\": \"number\"}"
        .formatted(own("mortgage.loan.term")));
    assertThat(acme.get("/fields/" + id).is(200).at("name")).isEqualTo("Loan term");
    acme.delete("/fields/" + id).is(202);
  }

  @Test
  void an_id_ends_in_the_accounts_own_suffix() {
    String foreign = "roof_" + globex.get("/account").at("field_suffix");
    for (String id : List.of("roof", "roof_", "roof" + suffix, foreign, "_" + suffix)) {
      assertThat(acme.post("/fields", "{\"id\": \"%s\", \"name\": \"Roof\", \"type\": \"string\"}".formatted(id))
          .is(400).at("error")).as(id).contains("id must");
    }
    assertThat(acme.post("/fields", "{\"id\": \"%s\", \"name\": \"Roof\", \"type\": \"string\"}".formatted(foreign))
        .at("error")).contains("must end in _" + suffix);
  }

  @Test
  void everything_that_is_wrong_with_a_field_is_said_at_once() {
    String error = acme.post("/fields", """
        {"id": "Roof Kind", "name": "  ", "type": "material", "see": "frist_name"}""").is(400).at("error");
    assertThat(error).contains("must end in _" + suffix, "lower-case letters", "name must have 1 to 200 characters",
        "there is no field frist_name", "there is no type material");
    assertThat(acme.post("/fields", "{\"nmae\": \"Roof\", \"type\": 3}").is(400).at("error"))
        .contains("nmae", "name is required", "type");
    assertThat(acme.get("/fields").json().size()).isEqualTo(536);
  }

  @Test
  void there_is_one_field_of_an_id() {
    String id = made("{\"name\": \"Roof\", \"type\": \"string\"}");
    String again = "{\"id\": \"%s\", \"name\": \"Roof\", \"type\": \"string\"}".formatted(id);
    assertThat(acme.post("/fields", again).is(409).at("error")).isEqualTo("there is a field " + id + " already");
  }

  @Test
  void the_id_of_a_field_is_for_ever() {
    String id = made("{\"name\": \"Roof\", \"type\": \"string\"}");
    assertThat(acme.put("/fields/" + id, "{\"id\": \"%s\", \"name\": \"Roof\", \"type\": \"string\"}"
        .formatted(own("tiles"))).is(400).at("error")).contains("id cannot be changed");
  }

  @Test
  void a_deprecated_field_says_which_to_use_instead() {
    String id = made("{\"name\": \"Town\", \"type\": \"city\"}");
    JsonNode changed = acme.put("/fields/" + id, """
        {"name": "Town", "type": "city", "deprecated": true, "see": "city"}""").is(200).json();
    assertThat(changed.path("deprecated").asBoolean()).isTrue();
    assertThat(changed.path("see").asString()).isEqualTo("city");
    assertThat(acme.put("/fields/" + id, "{\"name\": \"Town\", \"type\": \"city\", \"see\": \"%s\"}".formatted(id))
        .is(400).at("error")).contains("see must be another field");
  }

  @Test
  void standard_fields_cannot_be_changed_or_deleted() {
    String email = acme.get("/fields/email").is(200).text();
    assertThat(acme.put("/fields/email", "{\"name\": \"Mail\", \"type\": \"string\"}").is(400).at("error"))
        .isEqualTo("standard fields cannot be changed or deleted");
    assertThat(acme.delete("/fields/email").is(400).at("error"))
        .isEqualTo("standard fields cannot be changed or deleted");
    acme.post("/fields", "{\"id\": \"email\", \"name\": \"Mail\", \"type\": \"string\"}").is(400);
    assertThat(acme.get("/fields/email").text()).isEqualTo(email);
    assertThat(acme.get("/fields/email/changelogs").is(200).text()).isEqualTo("[]");
  }

  @Test
  void anothers_field_and_an_unknown_one_look_the_same() {
    String id = made("{\"name\": \"Roof\", \"type\": \"string\"}");
    for (String unknown : List.of(id, "nothing", own("nothing"))) {
      assertThat(globex.get("/fields/" + unknown).is(404).text()).isEqualTo("{\"error\":\"not found\"}");
      globex.put("/fields/" + unknown, "{\"name\": \"Roof\", \"type\": \"string\"}").is(404);
      globex.delete("/fields/" + unknown).is(404);
      globex.get("/fields/" + unknown + "/changelogs").is(404);
    }
    assertThat(globex.get("/fields").json().size()).isEqualTo(536);
    assertThat(globex.post("/flows", flow(id)).is(422).json().path("errors").propertyNames())
        .containsExactly("fields[1]");
    acme.get("/fields/" + id).is(200);
  }

  @Test
  void partners_and_strangers_have_no_fields() {
    Party initech = SERVER.open("Initech", Plan.PARTNER);
    String field = "{\"name\": \"Roof\", \"type\": \"string\"}";
    assertThat(initech.post("/fields", field).is(401).at("error")).isEqualTo("not authorized");
    assertThat(SERVER.anybody().post("/fields", field).is(401).at("error")).isEqualTo("authentication failed");
    SERVER.anybody().get("/types").is(401);
  }

  @Test
  void a_field_in_use_is_deleted_and_each_flow_that_names_it_says_so_until_it_drops_it() {
    String id = made("{\"name\": \"Roof\", \"type\": \"string\"}");
    String using = acme.post("/flows", flow(id)).is(201).at("id");
    String other = acme.post("/flows", flow("phone_1")).is(201).at("id");
    acme.post("/flows/" + using + "/deploy").is(200);

    JsonNode answer = acme.delete("/fields/" + id).is(202).json();
    String said = "{\"fields[1]\":[\"the field %s was deleted\"]}".formatted(id);
    assertThat(answer.path("id").asString()).isEqualTo(id);
    assertThat(answer.path("errors").toString()).isEqualTo("{\"%s\":%s}".formatted(using, said));

    assertThat(acme.get("/flows/" + using).is(200).json().path("errors").toString()).isEqualTo(said);
    assertThat(acme.get("/flows").json().get(0).path("errors").toString()).isEqualTo(said);
    assertThat(acme.get("/flows/" + other).json().has("errors")).isFalse();
    assertThat(acme.get("/flows/" + using + "/fields").is(200).json().get(1).path("id").asString()).isEqualTo(id);

    String flow = acme.get("/flows/" + using).text();
    assertThat(acme.put("/flows/" + using, flow.replace("Auto leads", "Cars")).is(422).json().path("errors").toString())
        .isEqualTo(said);
    acme.post("/flows/" + using + "/deploy").is(422);
    JsonNode dropped = acme.put("/flows/" + using, flow.replace(",\"" + id + "\"", "")).is(200).json();
    assertThat(dropped.has("errors")).isFalse();
    acme.post("/flows/" + using + "/deploy").is(200);
  }

  @Test
  void a_field_made_again_heals_the_flows_that_still_name_it() {
    String id = made("{\"name\": \"Roof\", \"type\": \"string\"}");
    String using = acme.post("/flows", flow(id)).is(201).at("id");
    acme.delete("/fields/" + id).is(202);
    assertThat(made("{\"name\": \"Roof\", \"type\": \"number\"}")).isEqualTo(id);
    assertThat(acme.get("/flows/" + using).json().has("errors")).isFalse();
    acme.post("/flows/" + using + "/deploy").is(200);
    assertThat(acme.get("/fields/" + id).is(200).at("type")).isEqualTo("number");
  }

  private String made(String field) {
    return acme.post("/fields", field).is(201).at("id");
  }

  private String own(String name) {
    return name + "_" + suffix;
  }

  private static String flow(String field) {
    return """
        {"name": "Auto leads", "enabled": true, "fields": ["email", "%s"], "sources": [], "steps": []}"""
        .formatted(field);
  }

  private static List<String> joined(List<List<String>> groups) {
    return groups.stream().flatMap(List::stream).toList();
  }
}
