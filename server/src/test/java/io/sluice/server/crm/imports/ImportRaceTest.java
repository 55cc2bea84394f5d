package io.sluice.server.crm.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One import in several hands at once, as after a lease that ran out too early (decision 0123). */
class ImportRaceTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void an_import_that_several_work_on_takes_each_row_once() throws Exception {
    var asked = ImportedFile.send(acme, "email\n" + ImportTest.lines(3_000) + "nobody\n");
    String code = asked.is(201).at("import_file.import_code");
    ImportWork work = server.bean(ImportWork.class);
    Callable<JobResult> hand = () -> work.handle(new Job(ImportWork.KIND, code, acme.accountId(), 1));
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<JobResult> done : hands.invokeAll(List.of(hand, hand, hand))) {
        assertThat(done.get()).isEqualTo(JobResult.done());
      }
    }
    var ended = ImportedFile.ended(acme, asked).json().path("import_file");
    assertThat(ended.path("imported_rows").asInt()).isEqualTo(3_000);
    assertThat(ended.path("failed_rows").asInt()).isEqualTo(1);
    assertThat(server.db().sql("SELECT count(*) FROM crm_lead WHERE company_id = ?").param(server.companyOf(acme))
        .query(Integer.class).single()).isEqualTo(3_000);
  }

  @Test
  void of_many_who_ask_for_the_last_import_there_is_room_for_one_has_it() throws Exception {
    ImportedFile.ended(acme, ImportedFile.send(acme, "email\nnobody\n"));
    server.db().sql("""
        INSERT INTO crm_import (account_id, company_id, id, import_code, name, format, makes_sources, status, total_rows,
          imported_rows, duplicate_rows, failed_rows, header, ignored_columns, created_by, created_by_id, created_at)
        SELECT account_id, company_id, nextval('crm_import_number'), gen_random_uuid()::text, name, format, makes_sources,
          'pending', 0, 0, 0, 0, '{}', '{}', created_by, created_by_id, created_at
          FROM crm_import CROSS JOIN generate_series(1, 9) WHERE company_id = ?
        """).param(server.companyOf(acme)).update();
    Callable<Integer> ask = () -> ImportedFile.send(acme, "email\n" + ImportTest.lines(5_000)).status();
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> status : hands.invokeAll(Collections.nCopies(6, ask))) {
        statuses.add(status.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201);
  }
}
