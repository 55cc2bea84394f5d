package io.sluice.server.crm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.job.Job;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Many leads from a file (crm 2.12). */
class ImportTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);

  @Test
  void good_rows_become_leads_bad_rows_are_told_and_duplicates_are_both() {
    Reply asked = ImportedFile.send(acme, """
        First Name,last_name,email,phone,zip_code,favourite colour,stage
        Ann,Archer,ann@example.com,(512) 555-0100,78701,blue,
        Bob,,not an address,,,,
        ,,,,,red,
        ,,,,,,
        Cy,Cole,,+1 512 555 0100,,green,contacted
        Dee,,dee@example.com,,,,Nowhere
        Eve,,ANN@example.com,5125550199,,,Won
        """).is(201);
    assertThat(asked.at("import_file.status")).isEqualTo("pending");
    assertThat(asked.at("import_file.company_id")).isEqualTo(Long.toString(company));

    JsonNode done = ImportedFile.ended(acme, asked).json().path("import_file");
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(List.of("total_rows", "imported_rows", "duplicate_rows", "failed_rows", "percentage"))
        .extracting(name -> done.path(name).asInt()).containsExactly(6, 1, 2, 3, 100);
    assertThat(done.path("ignored_columns").valueStream().map(JsonNode::asString)).containsExactly("favourite colour");
    assertThat(done.path("row_errors").toString())
        .isEqualTo("[{\"row\":3,\"messages\":[\"email must be an e-mail address\"]},"
        + "{\"row\":4,\"messages\":[\"email or phone must be given\"]},"
        + "{\"row\":7,\"messages\":[\"stage Nowhere is not a stage\"]}]");
    assertThat(done.path("finished_at").asString()).isNotEmpty();

    assertThat(leads()).containsExactly("Ann Archer ann@example.com (512) 555-0100 78701 stage 1",
        "Cy Cole  +1 512 555 0100  stage 2 duplicate", "Eve  ANN@example.com 5125550199  stage 5 duplicate");
  }

  @Test
  void bad_rows_are_a_file_that_can_be_mended_and_sent_again() {
    String code = ImportedFile.imported(acme, """
        email,first_name,nickname
        =cmd|' /C calc'!A0,"+Ann, the first",-x
        bob@example.com,@Bob,y
        """).at("import_file.import_code");
    Reply file = acme.get("/api/v1/import/" + code + "/bad_rows").is(200);
    assertThat(file.header("Content-Type")).contains("text/csv;charset=UTF-8");
    assertThat(file.header("Content-Disposition")).hasValueSatisfying(how -> assertThat(how).startsWith("attachment"));
    assertThat(file.text()).isEqualTo("""
        email,first_name,nickname,row,errors\r
        '=cmd|' /C calc'!A0,"'+Ann, the first",'-x,2,email must be an e-mail address\r
        """);
    JsonNode again = ImportedFile.imported(acme, file.text().replace("'=cmd|' /C calc'!A0", "ann@example.com"))
        .json().path("import_file");
    assertThat(again.path("imported_rows").asInt()).isEqualTo(1);
    assertThat(again.path("ignored_columns").toString()).isEqualTo("[\"nickname\",\"row\",\"errors\"]");
    assertThat(leads())
        .containsExactly("@Bob  bob@example.com   stage 1", "+Ann, the first  ann@example.com   stage 1");
  }

  @Test
  void a_workbook_becomes_leads_as_a_csv_file_does() {
    Reply done = ImportedFile.ended(acme, ImportedFile.send(acme, Workbook.empty()
        .shared("<t>email</t>", "<t>phone</t>", "<t>zip code</t>").rows("""
            <row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>
            <row r="2"><c t="inlineStr"><is><t>ann@example.com</t></is></c><c><v>5125550100</v></c><c s="2"><v>2134</v></c></row>
            <row r="9"><c t="inlineStr"><is><t>nobody</t></is></c></row>""")));
    assertThat(done.at("import_file.imported_rows")).isEqualTo("1");
    assertThat(done.json().at("/import_file/row_errors/0/row").asInt()).isEqualTo(9);
    assertThat(leads()).containsExactly("  ann@example.com 5125550100 02134 stage 1");
  }

  @Test
  void the_template_has_a_column_for_each_question_and_can_be_sent_as_it_is() {
    question("Roof", "text", List.of());
    question("=Email", "text", List.of());
    question("e-mail", "text", List.of());
    question("Notes", "text", List.of());
    Reply template = acme.get("/api/v1/companies/" + company + "/import/template").is(200);
    assertThat(template.header("Content-Type")).contains("text/csv;charset=UTF-8");
    assertThat(template.header("Content-Disposition")).contains("attachment; filename=\"leads.csv\"");
    assertThat(template.text()).matches("first_name,last_name,email,phone,address,city,state,zip_code,source,campaign,"
        + "stage,notes,Roof,'=Email,e-mail,Notes \\(question \\d+\\)\r\n");
    JsonNode done = ImportedFile.imported(acme, template.text()).json().path("import_file");
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("ignored_columns")).isEmpty();
    assertThat(done.path("percentage").asInt()).isEqualTo(100);
  }

  @Test
  void answers_are_read_by_the_kind_of_their_question() {
    long roof = question("Roof", "single_choice", List.of("Flat", "Steep"));
    long wants = question("Wants", "multiple_choice", List.of("Panels", "Battery; large", "Car"));
    long kilowatts = question("kW", "number", List.of());
    long owner = question("Owner?", "boolean", List.of());
    long since = question("Since", "date", List.of());
    JsonNode done = ImportedFile.imported(acme, """
        email,roof,WANTS,kw,Owner?,since
        ann@example.com,flat,Panels; car,1.50,Yes,2020-02-29
        bob@example.com,,Battery; large,,,
        cy@example.com,Round,Panels;Roof,many,perhaps,29.2.2020
        """).json().path("import_file");
    assertThat(done.at("/row_errors/0/messages").valueStream().map(JsonNode::asString)).containsExactly(
        "Roof must be one of Flat, Steep, not Round",
        "Wants must be one of Panels, Battery; large, Car, not Roof",
        "kW must be a number", "Owner? must be yes or no", "Since must be a date such as 2026-03-02");
    assertThat(answers("ann@example.com")).containsExactly(roof + " null [Flat]", wants + " null [Panels, Car]",
        kilowatts + " 1.50 []", owner + " true []", since + " 2020-02-29 []");
    assertThat(answers("bob@example.com")).containsExactly(wants + " null [Battery; large]");
  }

  @Test
  void an_admins_file_makes_new_sources_a_managers_does_not_and_campaigns_must_be_there() {
    Party manager = server.colleague(acme, "manager");
    String csv = "email,source,campaign\nann@example.com,Web form,\nbob@example.com,WEB FORM ,\ncy,Radio,\ndee@example.com,Radio,Spring\n";
    assertThat(messages(ImportedFile.imported(manager, csv))).containsExactly(
        "source Web form is not a source of the company", "source WEB FORM is not a source of the company",
        "email must be an e-mail address", "source Radio is not a source of the company",
        "campaign Spring is not a campaign of the company", "source Radio is not a source of the company");
    assertThat(messages(ImportedFile.imported(acme, csv))).containsExactly(
        "email must be an e-mail address", "campaign Spring is not a campaign of the company");
    JsonNode sources = acme.get("/api/v1/companies/" + company + "/sources").is(200).json().path("sources");
    assertThat(sources.valueStream().map(source -> source.path("name").asString())).containsExactly("Web form");
    assertThat(ImportedFile.imported(manager, csv).at("import_file.duplicate_rows")).isEqualTo("2");
  }

  @Test
  void what_the_notes_column_says_is_the_leads_first_note_by_whoever_sent_the_file() {
    ImportedFile.imported(acme, "email,notes\nann@example.com,\"Call, not mail\"\nbob@example.com,\n");
    JsonNode leads = acme.get("/api/v1/companies/" + company + "/leads?sort=id").is(200).json().path("leads");
    JsonNode notes = acme.get("/api/v1/leads/" + leads.get(0).path("id").asLong()).is(200).json().at("/lead/notes");
    assertThat(notes.valueStream().map(note -> note.path("body").asString() + " " + note.at("/author/full_name").asString()))
        .containsExactly("Call, not mail Alex Acme");
    assertThat(acme.get("/api/v1/leads/" + leads.get(1).path("id").asLong()).is(200).json().at("/lead/notes"))
        .isEmpty();
    assertThat(ImportedFile.imported(acme, "email,notes\nx@example.com," + "n".repeat(5_001) + "\n").json()
        .at("/import_file/row_errors/0/messages/0").asString()).isEqualTo("notes must have at most 5000 characters");
  }

  @Test
  void a_plan_that_is_full_takes_as_many_rows_as_it_has_room_for() {
    long plan = server.db().sql("""
        INSERT INTO membership (id, name, description, price_cents, currency, billing_interval, max_leads_per_month, active)
        VALUES (nextval('membership_number'), 'Three', '', 0, 'USD', 'month', 3, false) RETURNING id""")
        .query(Long.class).single();
    server.db().sql("""
        INSERT INTO company_membership (account_id, company_id, id, membership_id, status, started_at, current_period_end)
        VALUES (?, ?, ?, ?, 'active', now() - interval '1 day', now() + interval '29 days')""")
        .params(acme.accountId(), company, company, plan).update();
    JsonNode done = ImportedFile.imported(acme, "email\n" + lines(2) + "nobody\n" + lines(4)).json().path("import_file");
    assertThat(List.of("total_rows", "imported_rows", "duplicate_rows", "failed_rows"))
        .extracting(name -> done.path(name).asInt()).containsExactly(7, 2, 1, 4);
    assertThat(done.at("/row_errors/1/messages/0").asString())
        .isEqualTo("the company's membership has room for no more leads this month");
    assertThat(leads()).hasSize(3);
  }

  @Test
  void leads_whose_row_names_no_source_get_the_one_that_was_asked_for() {
    String radio = acme.post("/api/v1/companies/" + company + "/sources", "{\"name\": \"Radio\"}").is(201)
        .at("source.id");
    acme.post("/api/v1/companies/" + company + "/sources", "{\"name\": \"Web\"}").is(201);
    ImportedFile.ended(acme, ImportedFile.send(acme, "email,source\nann@example.com,\nbob@example.com,web\n",
        ", \"source_id\": " + radio));
    assertThat(server.db().sql("""
        SELECT l.email || ' ' || s.name FROM crm_lead l JOIN crm_source s ON s.id = l.source_id
         WHERE l.company_id = ? ORDER BY l.id""").param(company).query(String.class).list())
        .containsExactly("ann@example.com Radio", "bob@example.com Web");
    Party globex = server.open("Globex");
    Reply foreign = ImportedFile.send(globex, "email\n", ", \"source_id\": " + radio + ", \"campaign_id\": 1").is(422);
    assertThat(foreign.json().path("errors").toString())
        .isEqualTo("{\"campaign_id\":[\"is not a campaign of the company\"],"
        + "\"source_id\":[\"is not a source of the company\"]}");
  }

  @Test
  void a_file_that_cannot_be_read_fails_and_makes_no_lead() {
    assertThat(reason("")).isEqualTo("is empty");
    assertThat(reason("\n\n")).isEqualTo("the file is empty");
    assertThat(reason("ann@example.com,Ann\nbob@example.com,Bob\n"))
        .startsWith("the first row names none of the columns: first_name,");
    assertThat(reason("email,E-Mail,email\na@example.com,,\n")).isEqualTo("the header names the column email twice");
    assertThat(reason("email\nann@example.com\n\"bob" + "x".repeat(70_000))).startsWith("the file is not CSV in row 3");
    assertThat(reason("email\n" + "a@example.com\n".repeat(50_001))).isEqualTo("the file has more than 50000 rows");
    Reply bomb = ImportedFile.ended(acme,
        ImportedFile.send(acme, Workbook.empty().rows("<x/>".repeat(30_000_000))));
    assertThat(bomb.at("import_file.reason")).startsWith("the workbook, or a piece of it, unpacks to more than");
    String often = "<c t=\"s\"><v>0</v></c>".repeat(30);
    Workbook wide = Workbook.empty().shared("<t>" + "email ".repeat(5_000) + "</t>", "<t>email</t>")
        .rows("<row><c t=\"s\"><v>1</v></c></row><row>" + often + "</row>");
    assertThat(ImportedFile.ended(acme, ImportedFile.send(acme, wide)).at("import_file.reason"))
        .isEqualTo("row 2 has more than 65536 characters");
    Workbook much = Workbook.empty().shared("<t>" + "email ".repeat(5_000) + "</t>", "<t>email</t>")
        .rows("<row><c t=\"s\"><v>1</v></c></row>" + "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>".repeat(1_200));
    assertThat(ImportedFile.ended(acme, ImportedFile.send(acme, much)).at("import_file.reason"))
        .isEqualTo("the file has more than 67108864 characters");
    assertThat(leads()).isEmpty();
  }

  @Test
  void what_is_no_file_is_refused_with_every_problem_at_once() {
    String path = "/api/v1/companies/" + company + "/import";
    assertThat(acme.post(path, """
        {"file_base64": "!!!", "name": "/tmp/", "type": "text/csv", "source_id": 4711}""").is(422)
        .json().path("errors").toString()).isEqualTo("{\"file_base64\":[\"is not base64\"],"
            + "\"name\":[\"must have 1 to 255 characters\"],\"source_id\":[\"is not a source of the company\"]}");
    assertThat(acme.post(path, "{\"name\": \"x\"}").is(422).json().path("errors").has("file_base64")).isTrue();
    assertThat(acme.post(path, ImportedFile.json(Workbook.empty().bytes(), "text/csv", "")).is(422)
        .json().at("/errors/type/0").asString()).startsWith("is not what the file is");
    assertThat(acme.post(path, ImportedFile.json("email".getBytes(StandardCharsets.UTF_8), "image/png", "")).is(422)
        .json().at("/errors/type/0").asString()).startsWith("must be text/csv or ");
    assertThat(acme.post(path, ImportedFile.json(new byte[(10 << 20) + 1], "text/csv", "")).is(422)
        .json().path("errors").toString()).isEqualTo("{\"file_base64\":[\"is larger than 10485760 bytes\"]}");
    assertThat(acme.post(path, ImportedFile.json(new byte[13 << 20], "text/csv", "")).is(413).at("code"))
        .isEqualTo("body_too_large");
  }

  @Test
  void the_name_of_a_file_is_never_a_path() {
    Reply asked = acme.post("/api/v1/companies/" + company + "/import",
        "{\"file_base64\": \"data:text/csv;base64,ZW1haWwK\", \"name\": \"C:\\\\leads\\\\..\\\\..\\\\etc/pass\\u0007wd.csv\"}");
    assertThat(asked.is(201).at("import_file.name")).isEqualTo("passwd.csv");
    assertThat(ImportedFile.ended(acme, asked).at("import_file.status")).isEqualTo("completed");
  }

  @Test
  void a_request_under_a_key_that_comes_twice_is_one_import() {
    String path = "/api/v1/companies/" + company + "/import";
    String body = ImportedFile.json("email\nann@example.com\n".getBytes(StandardCharsets.UTF_8), "text/csv", "");
    String code = acme.postAs("import-1", path, body).is(201).at("import_file.import_code");
    assertThat(acme.postAs("import-1", path, body).is(201).at("import_file.import_code")).isEqualTo(code);
    assertThat(acme.get("/api/v1/import").at("meta.total")).isEqualTo("1");
  }

  @Test
  void one_file_sent_twice_is_two_imports() {
    String csv = "email\nann@example.com\nbob@example.com\n";
    Reply first = ImportedFile.send(acme, csv);
    Reply second = ImportedFile.send(acme, csv);
    int imported = ImportedFile.ended(acme, first).json().at("/import_file/imported_rows").asInt()
        + ImportedFile.ended(acme, second).json().at("/import_file/imported_rows").asInt();
    assertThat(imported).isEqualTo(2);
    assertThat(leads()).hasSize(4).filteredOn(lead -> lead.endsWith("duplicate")).hasSize(2);
  }

  @Test
  void imports_are_listed_newest_first_by_company_and_status() {
    String done = ImportedFile.imported(acme, "email\na@example.com\n").at("import_file.import_code");
    String failed = ImportedFile.imported(acme, "nothing\n").at("import_file.import_code");
    assertThat(codes(acme.get("/api/v1/import"))).containsExactly(failed, done);
    assertThat(codes(acme.get("/api/v1/import?sort=id&company_id=" + company))).containsExactly(done, failed);
    assertThat(codes(acme.get("/api/v1/import?status=completed"))).containsExactly(done);
    Reply page = acme.get("/api/v1/import?page=2&per_page=1");
    assertThat(codes(page)).containsExactly(done);
    assertThat(page.json().path("meta").toString())
        .isEqualTo("{\"page\":2,\"per_page\":1,\"total\":2,\"total_pages\":2}");
    assertThat(acme.get("/api/v1/import?status=done").is(422).json().path("errors").has("status")).isTrue();
    assertThat(acme.get("/api/v1/import?per_page=101").is(422).json().path("errors").has("per_page")).isTrue();
  }

  @Test
  void importing_is_for_managers_of_the_company_alone() {
    Party agent = server.colleague(acme, "agent");
    Party globex = server.open("Globex");
    String code = ImportedFile.imported(acme, "email\nnobody\n").at("import_file.import_code");
    ImportedFile.send(agent, "email\na@example.com\n").is(403);
    agent.get("/api/v1/companies/" + company + "/import/template").is(403);
    agent.get("/api/v1/import/" + code).is(403);
    agent.get("/api/v1/import/" + code + "/bad_rows").is(403);
    assertThat(agent.get("/api/v1/import").is(200).at("meta.total")).isEqualTo("0");
    agent.get("/api/v1/import?company_id=" + company).is(403);
    globex.get("/api/v1/import/" + code).is(404);
    globex.get("/api/v1/import/" + code + "/bad_rows").is(404);
    globex.post("/api/v1/import/" + code + "/cancel").is(404);
    globex.get("/api/v1/import?company_id=" + company).is(403);
    assertThat(globex.get("/api/v1/import").is(200).at("meta.total")).isEqualTo("0");
    assertThat(server.colleague(acme, "manager").get("/api/v1/import/" + code).is(200).at("import_file.created_by_id"))
        .isEqualTo(server.db().sql("SELECT number FROM account_user WHERE id = ?").param(acme.userId())
            .query(String.class).single());
  }

  @Test
  void an_import_that_is_called_off_makes_no_more_leads_and_one_that_has_ended_cannot_be() {
    String code = ImportedFile.send(acme, "email\n" + lines(5_000)).is(201).at("import_file.import_code");
    Reply off = acme.post("/api/v1/import/" + code + "/cancel").is(200);
    assertThat(off.at("import_file.status")).isEqualTo("failed");
    assertThat(off.at("import_file.reason")).isEqualTo("it was called off");
    int left = off.json().at("/import_file/imported_rows").asInt();
    assertThat(left).isLessThan(5_000);
    ImportedFile.imported(acme, "phone\n5125550100\n"); // behind it in the queue
    assertThat(leads()).hasSize(left + 1);
    assertThat(acme.post("/api/v1/import/" + code + "/cancel").is(422).at("message"))
        .isEqualTo("the import has ended already");
  }

  @Test
  void bad_rows_and_file_are_forgotten_after_their_time_and_what_came_of_them_is_not() throws Exception {
    String code = ImportedFile.imported(acme, "email\nnobody\nann@example.com\n").at("import_file.import_code");
    ImportRetention retention = server.bean(ImportRetention.class);
    age(code, 29);
    retention.run();
    acme.get("/api/v1/import/" + code + "/bad_rows").is(200);
    age(code, 31);
    retention.run();
    assertThat(acme.get("/api/v1/import/" + code + "/bad_rows").is(404).at("message"))
        .isEqualTo("the bad rows of this import are not kept any more");
    JsonNode left = acme.get("/api/v1/import/" + code).is(200).json().path("import_file");
    assertThat(left.path("failed_rows").asInt()).isEqualTo(1);
    assertThat(left.path("row_errors")).isEmpty();
    assertThat(server.db().sql("SELECT extract(day FROM expires_at - created_at)::int FROM crm_file WHERE account_id = ?")
        .param(acme.accountId()).query(Integer.class).single()).isEqualTo(30);
  }

  private void age(String code, int days) {
    server.db().sql("UPDATE crm_import SET finished_at = now() - make_interval(days => ?) WHERE import_code = ?")
        .params(days, code).update();
  }

  @Test
  void an_import_that_breaks_off_again_and_again_fails_in_the_end_and_keeps_what_it_has() {
    String code = ImportedFile.imported(acme, "email\nann@example.com\n").at("import_file.import_code");
    server.db().sql("UPDATE crm_import SET status = 'processing', finished_at = NULL, total_rows = 2 WHERE import_code = ?")
        .param(code).update();
    new TransactionTemplate(server.bean(PlatformTransactionManager.class)).executeWithoutResult(_ ->
        server.bean(ImportWork.class).onDead(new Job(ImportWork.KIND, code, acme.accountId(), 12), "out of order"));
    JsonNode left = acme.get("/api/v1/import/" + code).is(200).json().path("import_file");
    assertThat(left.path("status").asString()).isEqualTo("failed");
    assertThat(left.path("reason").asString()).isEqualTo("it broke off: something is wrong on our side");
    assertThat(left.path("imported_rows").asInt()).isEqualTo(1);
    assertThat(left.path("percentage").asInt()).isEqualTo(50);
  }

  static String lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "person" + i + "@example.com\n").collect(Collectors.joining());
  }

  private String reason(String csv) {
    Reply asked = ImportedFile.send(acme, csv);
    if (asked.status() == 422) {
      return asked.json().at("/errors/file_base64/0").asString();
    }
    Reply ended = ImportedFile.ended(acme, asked);
    assertThat(ended.at("import_file.status")).isEqualTo("failed");
    return ended.at("import_file.reason");
  }

  private static List<String> messages(Reply ended) {
    return ended.json().at("/import_file/row_errors").valueStream()
        .flatMap(row -> row.path("messages").valueStream()).map(JsonNode::asString).toList();
  }

  private static List<String> codes(Reply list) {
    return list.is(200).json().path("import_files").valueStream()
        .map(file -> file.path("import_code").asString()).toList();
  }

  private List<String> leads() {
    return server.db().sql("""
        SELECT coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '') || ' '
            || coalesce(phone, '') || ' ' || coalesce(zip_code, '') || ' stage ' || stage_id
            || CASE WHEN duplicate_of_id IS NULL THEN '' ELSE ' duplicate' END
          FROM crm_lead WHERE company_id = ? ORDER BY id""").param(company).query(String.class).list();
  }

  private List<String> answers(String email) {
    return server.db().sql("""
        SELECT a.question_id || ' ' || coalesce(a.value, 'null') || ' ' || '['
            || coalesce((SELECT string_agg(o.name, ', ' ORDER BY o.id) FROM crm_question_option o
                 WHERE o.question_id = a.question_id AND o.id = ANY (a.option_ids)), '') || ']'
          FROM crm_lead_answer a JOIN crm_lead l ON l.account_id = a.account_id AND l.id = a.lead_id
         WHERE l.company_id = ? AND l.email = ? ORDER BY a.question_id""")
        .params(company, email).query(String.class).list();
  }

  private long question(String name, String kind, List<String> options) {
    String attributes = options.stream().map(option -> "{\"name\": \"" + option + "\"}")
        .collect(Collectors.joining(","));
    return acme.post("/api/v1/companies/" + company + "/questions",
        "{\"name\": \"%s\", \"kind\": \"%s\", \"required\": true%s}".formatted(name, kind,
            options.isEmpty() ? "" : ", \"options_attributes\": [" + attributes + "]"))
        .is(201).json().at("/question/id").asLong();
  }
}
