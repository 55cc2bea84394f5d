package io.sluice.server.crm.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a company asks of its leads, and how its campaigns ask it (crm 2.14). */
class QuestionTest {

  private static final String ROOF = """
      {"name": "What is the roof made of?", "kind": "single_choice", "required": true,
       "options_attributes": [{"name": "Slate", "position": 2}, {"name": "Tiles", "position": 1}]}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final String company = "/api/v1/companies/" + server.companyOf(acme);
  private final String questions = company + "/questions";

  @Test
  void a_question_is_told_with_exactly_these_properties() {
    JsonNode question = acme.post(questions, ROOF).is(201).json().path("question");
    assertThat(question.propertyNames()).containsExactlyInAnyOrder(
        "id", "company_id", "name", "kind", "required", "priority", "options");
    assertThat(question.at("/options/0").propertyNames()).containsExactlyInAnyOrder("id", "name", "position", "active");
    assertThat(options(question)).containsExactly("1 Tiles", "2 Slate");
    Reply shown = acme.get("/api/v1/questions/" + question.path("id").asLong()).is(200);
    assertThat(shown.json().path("question")).isEqualTo(question);
    globex.get("/api/v1/questions/" + question.path("id").asLong()).is(404);
  }

  @Test
  void questions_are_asked_in_an_order_that_has_no_gaps() {
    long one = text("One");
    long two = text("Two");
    long three = text("Three");
    assertThat(order()).containsExactly("1 One", "2 Two", "3 Three");
    reorder(three, one, two).is(200);
    assertThat(order()).containsExactly("1 Three", "2 One", "3 Two");
    acme.delete(questions + "/" + one).is(200);
    assertThat(order()).containsExactly("1 Three", "2 Two");
    acme.delete(questions + "/" + one).is(404);
    acme.put(questions + "/" + one, "{\"name\": \"Again\"}").is(404);
    acme.get("/api/v1/questions/" + one).is(404);
  }

  @Test
  void an_order_that_lacks_repeats_or_adds_a_question_is_refused_and_changes_nothing() {
    long one = text("One");
    long two = text("Two");
    long foreign = Long.parseLong(globex.post("/api/v1/companies/%d/questions".formatted(server.companyOf(globex)),
        "{\"name\": \"Theirs\", \"kind\": \"text\"}").is(201).at("question.id"));
    reorder(two).is(422);
    reorder(two, two, one).is(422);
    reorder(two, one, foreign).is(422);
    acme.put(questions + "/priority", "{\"question_ids\": \"all\"}").is(422);
    assertThat(order()).containsExactly("1 One", "2 Two");
  }

  @Test
  void of_orders_at_the_same_moment_one_wins_whole() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(text("Question " + i));
    }
    List<Callable<List<Long>>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<Long> wanted = new ArrayList<>(ids);
      Collections.rotate(wanted, i);
      work.add(() -> {
        reorder(wanted.toArray(Long[]::new)).is(200);
        return wanted;
      });
    }
    List<List<Long>> asked = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Long>> done : threads.invokeAll(work)) {
        asked.add(done.get());
      }
    }
    List<Long> after = new ArrayList<>();
    acme.get(questions).json().path("questions").forEach(question -> after.add(question.path("id").asLong()));
    assertThat(asked).contains(after);
    assertThat(order()).extracting(text -> text.charAt(0)).containsExactly('1', '2', '3', '4', '5', '6');
  }

  @Test
  void what_is_answered_by_choosing_has_something_to_choose_from_and_nothing_else_has() {
    assertThat(acme.post(questions, """
        {"name": "Roof", "kind": "single_choice"}""").is(422).text()).contains("at least 2 options");
    acme.post(questions, """
        {"name": "Roof", "kind": "multiple_choice", "options_attributes": [{"name": "Tiles"}]}""").is(422);
    assertThat(acme.post(questions, """
        {"name": "Roof", "kind": "single_choice", "options_attributes": [{"name": "Tiles"}, {"name": "TILES "}]}""")
        .is(422).text()).contains("has already been taken");
    assertThat(acme.post(questions, """
        {"name": "Roof", "kind": "text", "options_attributes": [{"name": "Tiles"}, {"name": "Slate"}]}""")
        .is(422).text()).contains("single_choice and multiple_choice only");
    assertThat(order()).isEmpty();
  }

  @Test
  void a_question_needs_a_text_a_known_kind_and_a_name_of_its_own() {
    Reply empty = acme.post(questions, "{}").is(422);
    assertThat(empty.json().path("errors").propertyNames()).containsExactlyInAnyOrder("name", "kind");
    acme.post(questions, "{\"name\": \"One\", \"kind\": \"colour\"}").is(422);
    text("One");
    Reply both = acme.post(questions, "{\"name\": \" one\", \"kind\": \"single_choice\"}").is(422);
    assertThat(both.json().path("errors").propertyNames()).containsExactlyInAnyOrder("name", "options_attributes");
    long two = text("Two");
    acme.put(questions + "/" + two, "{\"name\": \"ONE\"}").is(422);
    acme.put(questions + "/" + two, "{\"name\": \"TWO\"}").is(200);
  }

  @Test
  void a_deleted_question_is_asked_no_more_and_answers_to_it_stay_readable() {
    long rooms = text("How many rooms?");
    Reply lead = acme.post(company + "/leads", """
        {"email": "homer@example.com", "answers_attributes": [{"question_id": %d, "value": "five"}]}""".formatted(rooms))
        .is(201);
    acme.delete(questions + "/" + rooms).is(200);
    assertThat(order()).isEmpty();
    assertThat(acme.get("/api/v1/leads/" + lead.at("lead.id")).is(200).json().at("/lead/answers/0/value").asString())
        .isEqualTo("five");
    assertThat(acme.get("/api/v1/questions/" + rooms).is(200).at("question.name")).isEqualTo("How many rooms?");
    text("How many rooms?");
  }

  @Test
  void a_question_is_changed_with_its_options() {
    JsonNode roof = acme.post(questions, ROOF).is(201).json().path("question");
    long tiles = roof.at("/options/0/id").asLong();
    long slate = roof.at("/options/1/id").asLong();
    JsonNode after = acme.put(questions + "/" + roof.path("id").asLong(), """
        {"name": "Roof?", "required": false, "options_attributes": [
          {"id": %d, "_destroy": true}, {"id": %d, "name": "Slates", "active": false}, {"name": "Metal", "position": 1}]}"""
        .formatted(tiles, slate)).is(200).json().path("question");
    assertThat(after.path("name").asString()).isEqualTo("Roof?");
    assertThat(after.path("required").asBoolean()).isFalse();
    assertThat(options(after)).containsExactly("1 Metal", "2 Slates");
    assertThat(after.at("/options/1/active").asBoolean()).isFalse();

    String question = questions + "/" + roof.path("id").asLong();
    Reply bad = acme.put(question, """
        {"options_attributes": [{"id": 1, "name": "X"}, {"active": true}, {"id": %d, "_destroy": true}]}""".formatted(slate));
    assertThat(bad.is(422).json().path("errors").propertyNames()).containsExactlyInAnyOrder(
        "options_attributes", "options_attributes[0].id", "options_attributes[1].name");
    assertThat(options(acme.get(question.replace(questions, "/api/v1/questions")).json().path("question")))
        .containsExactly("1 Metal", "2 Slates");
  }

  @Test
  void an_option_that_a_lead_chose_can_be_made_inactive_but_not_destroyed() {
    JsonNode roof = acme.post(questions, ROOF).is(201).json().path("question");
    long id = roof.path("id").asLong();
    long tiles = roof.at("/options/0/id").asLong();
    acme.post(company + "/leads", """
        {"email": "marge@example.com", "answers_attributes": [{"question_id": %d, "question_option_ids": [%d]}]}"""
        .formatted(id, tiles)).is(201);
    Reply refused = acme.put(questions + "/" + id, """
        {"options_attributes": [{"name": "Metal"}, {"id": %d, "_destroy": true}]}""".formatted(tiles)).is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactly("options_attributes[1]._destroy");
    acme.put(questions + "/" + id, """
        {"options_attributes": [{"id": %d, "active": false}]}""".formatted(tiles)).is(200);
  }

  @Test
  void only_admins_change_what_is_asked() {
    Party manager = server.colleague(acme, "manager");
    manager.get(questions).is(200);
    manager.post(questions, ROOF).is(403);
    globex.get(questions).is(403);
  }

  private long text(String name) {
    return Long.parseLong(acme.post(questions, "{\"name\": \"%s\", \"kind\": \"text\"}".formatted(name))
        .is(201).at("question.id"));
  }

  private Reply reorder(Long... ids) {
    return acme.put(questions + "/priority", "{\"question_ids\": [%s]}"
        .formatted(Arrays.stream(ids).map(String::valueOf).collect(Collectors.joining(","))));
  }

  private List<String> order() {
    return acme.get(questions).is(200).json().path("questions").valueStream()
        .map(question -> question.path("priority").asInt() + " " + question.path("name").asString()).toList();
  }

  private static List<String> options(JsonNode question) {
    return question.path("options").valueStream()
        .map(option -> option.path("position").asInt() + " " + option.path("name").asString()).toList();
  }
}
