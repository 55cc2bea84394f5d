package io.sluice.server.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Working a lead: changes, moves, duplicates anew, answers, notes and appointments (crm 2.16, 2.17, 2.19). */
class LeadWorkTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final LeadDesk desk = new LeadDesk(acme);

  @Test
  void what_is_not_said_stays_and_null_takes_away() {
    long lead = lead("{\"first_name\": \"Mary\", \"email\": \"a@example.com\", \"phone\": \"512 555 0142\", \"city\": \"Austin\"}");
    JsonNode after = change(lead, "{\"last_name\": \"Jones\", \"phone\": null}");
    assertThat(after.path("full_name").asString()).isEqualTo("Mary Jones");
    assertThat(after.path("city").asString()).isEqualTo("Austin");
    assertThat(after.path("phone").isNull()).isTrue();
    Reply refused = acme.put("/api/v1/leads/" + lead, "{\"email\": null, \"source_id\": 999999, \"stage_id\": 77}").is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactlyInAnyOrder("email", "source_id", "stage_id");
    assertThat(acme.get("/api/v1/leads/" + lead).at("lead.email")).isEqualTo("a@example.com");
  }

  @Test
  void each_move_is_kept_with_who_made_it_and_why() {
    long lead = lead("{\"email\": \"a@example.com\"}");
    JsonNode before = acme.get("/api/v1/leads/" + lead).json().path("lead");
    JsonNode moved = change(lead, "{\"stage_id\": 3}");
    assertThat(moved.at("/stage/name").asString()).isEqualTo("Qualified");
    assertThat(moved.path("stage_changed_at").asString()).isGreaterThan(before.path("stage_changed_at").asString());
    change(lead, "{\"stage_id\": 3, \"city\": \"Austin\"}");
    acme.post("/api/v1/leads/" + lead + "/moves", "{\"stage_id\": 6, \"reason\": \" Bought elsewhere \"}").is(201);
    JsonNode moves = acme.get("/api/v1/leads/" + lead + "/moves").is(200).json().path("moves");
    assertThat(moves.valueStream().map(move -> move.at("/from/name").asString("-") + " " + move.at("/to/name").asString()
        + " " + move.path("reason").asString("-") + " " + move.at("/moved_by/full_name").asString()).toList())
        .containsExactly("- New - Alex Acme", "New Qualified - Alex Acme", "Qualified Lost Bought elsewhere Alex Acme");
    acme.post("/api/v1/leads/" + lead + "/moves", "{\"stage_id\": 77}").is(422);
    server.open("Globex").post("/api/v1/leads/" + lead + "/moves", "{\"stage_id\": 1}").is(404);
  }

  @Test
  void a_lead_whose_address_changes_leaves_its_duplicates_and_joins_others() {
    long first = lead("{\"email\": \"a@example.com\"}");
    long second = lead("{\"email\": \"a@example.com\"}");
    long third = lead("{\"email\": \"a@example.com\", \"phone\": \"512 555 0142\"}");
    long other = lead("{\"email\": \"b@example.com\"}");
    assertThat(originals(first, second, third, other)).containsExactly(0L, first, first, 0L);
    change(first, "{\"email\": \"b@example.com\"}");
    assertThat(originals(first, second, third, other)).containsExactly(0L, 0L, second, first);
    change(second, "{\"email\": \"c@example.com\", \"phone\": \"+1 512 555 0142\"}");
    assertThat(originals(first, second, third, other)).containsExactly(0L, 0L, second, first);
    change(second, "{\"phone\": null}");
    assertThat(originals(first, second, third, other)).containsExactly(0L, 0L, 0L, first);
    change(other, "{\"email\": \"A@example.com\"}");
    assertThat(originals(first, second, third, other)).containsExactly(0L, 0L, 0L, third);
    assertThat(acme.get(desk.path("/leads/duplicates")).is(200).json().path("leads").valueStream()
        .map(lead -> lead.path("id").asLong())).containsExactly(other);
    assertThat(acme.get(desk.path("/leads/duplicates")).json().at("/meta/total").asInt()).isEqualTo(1);
  }

  @Test
  void whoever_changes_leads_of_the_same_person_at_once_leaves_one_original() {
    List<Long> leads = IntStream.range(0, 6)
        .mapToObj(i -> lead("{\"email\": \"p%d@example.com\"}".formatted(i))).toList();
    leads.parallelStream().forEach(lead -> {
      int status = acme.put("/api/v1/leads/" + lead, "{\"email\": \"same@example.com\"}").status();
      assertThat(status).isIn(200, 409);
      if (status == 409) {
        acme.put("/api/v1/leads/" + lead, "{\"email\": \"same@example.com\"}").is(200);
      }
    });
    assertThat(originals(leads.stream().mapToLong(Long::longValue).toArray()))
        .containsExactly(0L, leads.getFirst(), leads.getFirst(), leads.getFirst(), leads.getFirst(), leads.getFirst());
    assertThat(acme.get(desk.path("/leads/duplicates")).json().at("/meta/total").asInt()).isEqualTo(5);
  }

  @Test
  void required_questions_are_answered_when_a_lead_is_typed_in() {
    long budget = question("{\"name\": \"Budget\", \"kind\": \"number\", \"required\": true}");
    JsonNode colour = acme.post(desk.path("/questions"), """
        {"name": "Colour", "kind": "single_choice", "options_attributes": [{"name": "Red"}, {"name": "Blue"}]}""")
        .is(201).json().path("question");
    long red = colour.at("/options/0/id").asLong();
    Reply missing = desk.create("{\"phone\": \"x\"}").is(422);
    assertThat(missing.json().path("errors").propertyNames()).containsExactlyInAnyOrder("phone", "answers_attributes");
    JsonNode lead = desk.lead("""
        {"email": "a@example.com", "answers_attributes": [{"question_id": %d, "value": 1500.5},
         {"question_id": %d, "question_option_ids": [%d]}]}""".formatted(budget, colour.path("id").asLong(), red));
    assertThat(lead.path("answers").toString()).isEqualTo(
        "[{\"question_id\":%d,\"question_option_ids\":[],\"value\":\"1500.5\"},{\"question_id\":%d,\"question_option_ids\":[%d],\"value\":null}]"
            .formatted(budget, colour.path("id").asLong(), red));
    long id = lead.path("id").asLong();
    change(id, "{\"answers_attributes\": [{\"question_id\": %d, \"value\": \"7\"}]}".formatted(budget));
    assertThat(acme.get("/api/v1/leads/" + id).json().at("/lead/answers/0/value").asString()).isEqualTo("7");
    Reply wrong = acme.put("/api/v1/leads/" + id, """
        {"answers_attributes": [{"question_id": %d, "value": "much"}, {"question_id": 999999, "value": "x"},
         {"question_id": %d, "question_option_ids": [999999]}]}""".formatted(budget, colour.path("id").asLong())).is(422);
    assertThat(wrong.json().path("errors").propertyNames()).containsExactlyInAnyOrder(
        "answers_attributes[0]", "answers_attributes[1].question_id", "answers_attributes[2]");
  }

  @Test
  void a_note_is_taken_away_by_its_author_or_a_manager() {
    Party casey = server.colleague(acme, "agent");
    Party manager = server.colleague(acme, "manager");
    long lead = lead("{\"email\": \"a@example.com\", \"user_access_id\": %d}".formatted(desk.userAccessOf(casey)));
    String notes = "/api/v1/leads/" + lead + "/notes";
    JsonNode first = casey.post(notes, "{\"body\": \" Call on Monday \"}").is(201).json().path("note");
    assertThat(first.path("body").asString()).isEqualTo("Call on Monday");
    assertThat(first.path("lead_id").asLong()).isEqualTo(lead);
    assertThat(first.at("/author/full_name").asString()).startsWith("Casey");
    long managers = manager.post(notes, "{\"body\": \"Do\"}").is(201).json().at("/note/id").asLong();
    assertThat(casey.delete(notes + "/" + managers).is(403).at("code")).isEqualTo("forbidden");
    assertThat(acme.get("/api/v1/leads/" + lead).json().at("/lead/notes")).hasSize(2);
    assertThat(acme.get(notes).is(200).json().path("notes").valueStream().map(note -> note.path("body").asString()))
        .containsExactly("Call on Monday", "Do");
    casey.delete(notes + "/" + first.path("id").asLong()).is(200);
    manager.delete(notes + "/" + managers).is(200);
    manager.delete(notes + "/" + managers).is(404);
    casey.post(notes, "{\"body\": \"  \"}").is(422);
    casey.post(notes, "{\"body\": \"" + "x".repeat(5001) + "\"}").is(422);
    assertThat(acme.get(notes).json().path("notes")).isEmpty();
  }

  @Test
  void an_agent_takes_leads_for_itself_and_gives_them_back_but_to_nobody_else() {
    Party casey = server.colleague(acme, "agent");
    Party drew = server.colleague(acme, "agent");
    long web = desk.source("Web");
    desk.receives(web, desk.userAccessOf(casey));
    long lead = lead("{\"email\": \"a@example.com\", \"source_id\": %d, \"user_access_id\": null}".formatted(web));
    casey.put("/api/v1/leads/" + lead, "{\"user_access_id\": %d}".formatted(desk.userAccessOf(drew))).is(403);
    assertThat(casey.put("/api/v1/leads/" + lead, "{\"user_access_id\": %d}".formatted(desk.userAccessOf(casey))).is(200)
        .json().at("/lead/assigned_to/user_access_id").asLong()).isEqualTo(desk.userAccessOf(casey));
    casey.put("/api/v1/leads/" + lead, "{\"user_access_id\": null}").is(200);
    casey.post(desk.path("/leads"), "{\"email\": \"b@example.com\", \"user_access_id\": %d}".formatted(desk.userAccessOf(drew))).is(403);
    casey.post(desk.path("/leads"), "{\"email\": \"b@example.com\", \"user_access_id\": %d}".formatted(desk.userAccessOf(casey))).is(201);
  }

  @Test
  void appointments_are_written_with_their_lead_and_read_by_whose_they_are() {
    Party casey = server.colleague(acme, "agent");
    Party drew = server.colleague(acme, "agent");
    long lead = lead("""
        {"first_name": "Mary", "email": "a@example.com", "user_access_id": %d, "appointments_attributes": [
         {"title": "Visit", "starts_at": "2026-03-02T09:00:00+01:00", "ends_at": "2026-03-02T10:00:00+01:00", "location": "Home"}]}"""
        .formatted(desk.userAccessOf(casey)));
    JsonNode shown = acme.get("/api/v1/leads/" + lead).is(200).json().at("/lead/appointments/0");
    long id = shown.path("id").asLong();
    assertThat(shown.toString()).isEqualTo(("{\"id\":%d,\"lead\":{\"id\":%d,\"full_name\":\"Mary\"},\"company_id\":%d,"
        + "\"user_access_id\":%d,\"title\":\"Visit\",\"starts_at\":\"2026-03-02T08:00:00Z\",\"ends_at\":"
        + "\"2026-03-02T09:00:00Z\",\"location\":\"Home\",\"status\":\"scheduled\"}")
        .formatted(id, lead, desk.company(), desk.userAccessOf(casey)));
    casey.put("/api/v1/leads/" + lead, """
        {"appointments_attributes": [{"id": %d, "status": "done", "location": null},
         {"title": "Earlier", "starts_at": "2026-03-01T09:00:00Z", "ends_at": "2026-03-01T10:00:00Z"}]}""".formatted(id)).is(200);
    JsonNode mine = casey.get("/api/v1/appointments").is(200).json();
    assertThat(mine.path("appointments").valueStream().map(one -> one.path("title").asString() + " " + one.path("status").asString()))
        .containsExactly("Earlier scheduled", "Visit done");
    assertThat(mine.path("meta").toString()).isEqualTo("{\"page\":1,\"per_page\":25,\"total\":2,\"total_pages\":1}");
    assertThat(titles(casey.get("/api/v1/appointments?status=done"))).containsExactly("Visit");
    assertThat(titles(casey.get("/api/v1/appointments?from=2026-03-02"))).containsExactly("Visit");
    assertThat(titles(casey.get("/api/v1/appointments?to=2026-03-01"))).containsExactly("Earlier");
    casey.get("/api/v1/appointments?from=soon").is(422);
    casey.get("/api/v1/appointments?status=lost").is(422);
    assertThat(titles(acme.get("/api/v1/appointments"))).isEmpty();
    assertThat(acme.get("/api/v1/appointments/" + id).is(200).at("appointment.status")).isEqualTo("done");
    casey.get("/api/v1/appointments/" + id).is(200);
    drew.get("/api/v1/appointments/" + id).is(404);
    server.open("Globex").get("/api/v1/appointments/" + id).is(404);
  }

  @Test
  void everything_wrong_with_an_appointment_and_its_lead_is_told_at_once_and_nothing_is_written() {
    Reply refused = desk.create("""
        {"email": "nonsense", "appointments_attributes": [
         {"title": " ", "starts_at": "2026-03-02T10:00:00Z", "ends_at": "2026-03-02T09:00:00Z"},
         {"id": 5, "starts_at": "soon"}, {"title": "x", "starts_at": "soon"}]}""").is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactlyInAnyOrder("email",
        "appointments_attributes[0].title", "appointments_attributes[0].ends_at", "appointments_attributes[1].id",
        "appointments_attributes[2].starts_at", "appointments_attributes[2].ends_at");
    assertThat(acme.get(desk.path("/leads")).json().at("/meta/total").asInt()).isZero();
  }

  private static List<String> titles(Reply reply) {
    return reply.is(200).json().path("appointments").valueStream().map(one -> one.path("title").asString()).toList();
  }

  private long question(String json) {
    return acme.post(desk.path("/questions"), json).is(201).json().at("/question/id").asLong();
  }

  private long lead(String json) {
    return desk.lead(json).path("id").asLong();
  }

  private JsonNode change(long lead, String json) {
    return acme.put("/api/v1/leads/" + lead, json).is(200).json().path("lead");
  }

  /** 0: it is one itself. */
  private List<Long> originals(long... leads) {
    return Arrays.stream(leads)
        .mapToObj(lead -> acme.get("/api/v1/leads/" + lead).is(200).json().at("/lead/duplicate_of_id").asLong(0)).toList();
  }
}
