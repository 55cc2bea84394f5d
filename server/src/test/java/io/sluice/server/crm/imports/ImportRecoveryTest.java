package io.sluice.server.crm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.KillableServer;
import io.sluice.server.KillableServer.Account;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The real server, killed in the middle of an import (decision 0123). */
class ImportRecoveryTest {

  private static final int ROWS = 20_000;

  @Test
  void an_import_whose_server_was_killed_goes_on_and_no_row_is_imported_twice_or_left_out() throws Exception {
    try (KillableServer server = KillableServer.start()) {
      Account acme = server.account("Acme", "anna@acme.example");
      long company = server.db().sql("SELECT id FROM company WHERE is_root").query(Long.class).single();
      String csv = "email\nnobody\n" + ImportTest.lines(ROWS - 2) + "nobody\n";
      String code = JsonMapper.shared().readTree(server.call(acme, "/api/v1/companies/" + company + "/import",
          ImportedFile.json(csv.getBytes(StandardCharsets.UTF_8), "text/csv", ""), 201))
          .at("/import_file/import_code").asString();
      KillableServer.await("some rows to be behind it", () -> server.count("crm_lead") > 0);
      server.kill();
      long before = server.count("crm_lead");
      assertThat(before).as("leads when it was killed").isBetween(1L, ROWS - 3L);
      assertThat(server.db().sql("SELECT imported_rows FROM crm_import").query(Long.class).single()).isEqualTo(before);

      // What the dead server held is free again after its lease, which nobody wants to wait for here.
      server.db().sql("UPDATE job SET leased_until = now() WHERE kind = 'crm_import'").update();
      server.startAnother();
      server.startAgain();
      KillableServer.await("the end of the import", () -> server.db()
          .sql("SELECT count(*) FROM crm_import WHERE status = 'completed'").query(Long.class).single() == 1);

      assertThat(server.db().sql("""
          SELECT total_rows || ' ' || imported_rows || ' ' || duplicate_rows || ' ' || failed_rows FROM crm_import
           WHERE import_code = ?""").param(code).query(String.class).single())
          .isEqualTo(ROWS + " " + (ROWS - 2) + " 0 2");
      assertThat(server.db().sql("SELECT count(DISTINCT email) || ' ' || count(*) FROM crm_lead")
          .query(String.class).single()).isEqualTo((ROWS - 2) + " " + (ROWS - 2));
      assertThat(server.db().sql("SELECT row_number FROM crm_import_bad_row ORDER BY 1").query(Integer.class).list())
          .containsExactly(2, ROWS + 1);
    }
  }
}
