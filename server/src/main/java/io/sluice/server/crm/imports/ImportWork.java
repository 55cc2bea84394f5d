package io.sluice.server.crm.imports;

import io.sluice.server.crm.file.StoredFiles;
import io.sluice.server.crm.imports.sheet.Sheet;
import io.sluice.server.crm.imports.sheet.SheetRow;
import io.sluice.server.crm.imports.sheet.UnreadableSheet;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.note.LeadNotes;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.job.Backoff;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works imports off. A file is read to its end first: only one that can be read, and is not too long, becomes leads.
 * Then a portion of rows is one transaction, which makes the leads and says that the portion is behind it; so a server that
 * dies, or another one that works on the same import, repeats no row and leaves none out (decision 0123).
 */
@Component
final class ImportWork implements JobHandler {

  static final String KIND = "crm_import";
  static final int MAX_ROWS = 50_000;
  private static final int MAX_ROW_CHARS = 65_536;
  private static final long MAX_CHARS = 64L << 20;
  private static final int PORTION_ROWS = 500;
  private static final int PORTION_CHARS = 2 << 20;

  /** Then the rest is left to the queue again: a lease is as short as that, and so is the wait after a crash. */
  private static final Duration SPELL = Duration.ofSeconds(15);
  private static final Duration TIME_LIMIT = Duration.ofSeconds(40);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), 12);
  private static final Logger LOG = LoggerFactory.getLogger(ImportWork.class);

  private final Imports imports;
  private final ImportStore store;
  private final BadRowStore badRows;
  private final StoredFiles files;
  private final Leads leads;
  private final LeadNotes notes;
  private final Names names;
  private final Questions questions;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  ImportWork(Imports imports, ImportStore store, BadRowStore badRows, StoredFiles files, Leads leads, LeadNotes notes,
      Names names, Questions questions, Jobs jobs, PlatformTransactionManager transactions, Clock clock) {
    this.imports = imports;
    this.store = store;
    this.badRows = badRows;
    this.files = files;
    this.leads = leads;
    this.notes = notes;
    this.names = names;
    this.questions = questions;
    this.jobs = jobs;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Each holds a file in memory, and a company's leads are made one portion at a time anyway. */
  @Override
  public int concurrency() {
    return 2;
  }

  @Override
  public Duration timeLimit() {
    return TIME_LIMIT;
  }

  @Override
  public Backoff backoff() {
    return BACKOFF;
  }

  @Override
  public JobResult handle(Job job) throws InterruptedException {
    Instant until = clock.instant().plus(SPELL);
    Optional<ImportFile> known = store.find(AccountId.of(job.payload()), job.key());
    if (known.isEmpty() || known.get().status().ended()) {
      return JobResult.done();
    }
    ImportFile file = known.get();
    Optional<byte[]> content = content(file);
    if (content.isEmpty()) {
      fail(file, "its file is gone");
      return JobResult.done();
    }
    try {
      if (file.status() == ImportFile.Status.PENDING) {
        begin(file, content.get());
        file = store.find(file.account(), file.code()).orElseThrow();
      }
      if (file.status() == ImportFile.Status.PROCESSING) {
        work(file, content.get(), until);
      }
    } catch (UnreadableSheet unreadable) {
      fail(file, String.valueOf(unreadable.getMessage()));
    }
    return JobResult.done();
  }

  private Optional<byte[]> content(ImportFile file) {
    return Optional.ofNullable(file.fileId()).flatMap(id -> files.find(file.account(), id))
        .flatMap(stored -> files.content(file.account(), stored));
  }

  /** Reads the file from end to end. */
  private void begin(ImportFile file, byte[] content) {
    try (Sheet sheet = Sheet.open(file.format(), content)) {
      Optional<SheetRow> header = filled(sheet);
      if (header.isEmpty()) {
        fail(file, "the file is empty");
        return;
      }
      switch (columns(file, header.get())) {
        case Columns.Reading.Unusable(String reason) -> fail(file, reason);
        case Columns.Reading.Usable(Columns columns) -> {
          int rows = 0;
          long chars = 0;
          for (SheetRow row = header.get(); row != null; row = filled(sheet).orElse(null)) {
            chars += row.chars();
            Optional<String> tooMuch = tooMuch(row, rows, chars);
            if (tooMuch.isPresent()) {
              fail(file, tooMuch.get());
              return;
            }
            rows++;
          }
          begin(file, rows - 1, header.get(), columns);
        }
      }
    }
  }

  private static Optional<String> tooMuch(SheetRow row, int before, long chars) {
    return before > MAX_ROWS ? Optional.of("the file has more than " + MAX_ROWS + " rows")
        : row.chars() > MAX_ROW_CHARS
            ? Optional.of("row " + row.number() + " has more than " + MAX_ROW_CHARS + " characters")
        : chars > MAX_CHARS ? Optional.of("the file has more than " + MAX_CHARS + " characters") : Optional.empty();
  }

  private void begin(ImportFile file, int rows, SheetRow header, Columns columns) {
    transaction.executeWithoutResult(_ -> {
      ImportFile held = store.hold(file.account(), file.code()).orElseThrow();
      if (held.status() == ImportFile.Status.PENDING) {
        store.begin(file.account(), file.code(), rows, header.cells(), columns.ignored());
        if (rows == 0) {
          imports.end(held, ImportFile.Status.COMPLETED, null);
        }
      }
    });
  }

  private Columns.Reading columns(ImportFile file, SheetRow header) {
    return Columns.of(header.cells(), questions.of(file.account(), file.company()));
  }

  /** The next row in which anything stands; rows between tables are none. */
  private static Optional<SheetRow> filled(Sheet sheet) {
    Optional<SheetRow> row = sheet.next();
    while (row.isPresent() && row.get().isBlank()) {
      row = sheet.next();
    }
    return row;
  }

  private void work(ImportFile file, byte[] content, Instant until) throws InterruptedException {
    try (Sheet sheet = Sheet.open(file.format(), content)) {
      Columns columns = switch (columns(file, filled(sheet).orElseThrow())) {
        case Columns.Reading.Usable(Columns usable) -> usable;
        // What was asked has changed since: there is nothing left to read answers by.
        case Columns.Reading.Unusable(String reason) -> throw new IllegalStateException(reason);
      };
      int done = file.doneRows();
      for (int i = 0; i < done; i++) {
        filled(sheet);
      }
      List<SheetRow> portion = portion(sheet);
      while (!portion.isEmpty() && take(file, columns, portion, done)) {
        done += portion.size();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (clock.instant().isAfter(until)) {
          leaveTheRest(file);
          return;
        }
        portion = portion(sheet);
      }
    }
  }

  private static List<SheetRow> portion(Sheet sheet) {
    List<SheetRow> rows = new ArrayList<>();
    int chars = 0;
    Optional<SheetRow> row = filled(sheet);
    while (row.isPresent()) {
      rows.add(row.get());
      chars += row.get().chars();
      row = rows.size() < PORTION_ROWS && chars < PORTION_CHARS ? filled(sheet) : Optional.empty();
    }
    return rows;
  }

  private void leaveTheRest(ImportFile file) {
    transaction.executeWithoutResult(_ ->
        jobs.enqueue(KIND, file.code(), file.account().value(), clock.instant()));
  }

  /** False when somebody else is further, or has called it off. */
  private boolean take(ImportFile file, Columns columns, List<SheetRow> portion, int done) {
    RowReading reading = new RowReading(file, columns, names.known(file));
    List<RowReading.Reading.Good> good = new ArrayList<>();
    List<BadRow> bad = new ArrayList<>();
    for (SheetRow row : portion) {
      switch (reading.read(row)) {
        case RowReading.Reading.Good made -> good.add(made);
        case RowReading.Reading.Bad(BadRow one) -> bad.add(one);
      }
    }
    return Boolean.TRUE.equals(transaction.execute(_ -> {
      ImportFile held = store.hold(file.account(), file.code()).orElseThrow();
      if (held.status() != ImportFile.Status.PROCESSING || held.doneRows() != done) {
        return false;
      }
      Made made = make(file, good, bad);
      badRows.insert(file.account(), file.code(), bad);
      store.advance(file.account(), file.code(), made.leads() - made.duplicates(), made.duplicates(), bad.size());
      if (done + portion.size() == held.totalRows()) {
        imports.end(held, ImportFile.Status.COMPLETED, null);
        LOG.info("import {} of company {} is done", file.code(), file.company());
      }
      return true;
    }));
  }

  /** How many rows became leads, and how many of these are duplicates; those the plan has no room for are bad. */
  private Made make(ImportFile file, List<RowReading.Reading.Good> rows, List<BadRow> bad) {
    List<Lead> made = switch (leads.createAll(file.account(), file.company(), file.createdBy(),
        rows.stream().map(RowReading.Reading.Good::lead).toList())) {
      case Result.Done<List<Lead>, LeadRefusal>(List<Lead> all) -> all;
      case Result.Refused<List<Lead>, LeadRefusal>(LeadRefusal.NoRoom _) -> List.of();
      // What a row names has gone since it was looked up: the portion is read again.
      case Result.Refused<List<Lead>, LeadRefusal>(LeadRefusal refusal) ->
          throw new IllegalStateException(refusal.problem().inOneLine());
    };
    rows.subList(made.size(), rows.size()).forEach(row -> bad.add(new BadRow(row.row().number(),
        List.of(new LeadRefusal.NoRoom().problem().sentence()), row.row().cells())));
    Map<Long, String> written = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      if (!rows.get(i).note().isEmpty()) {
        written.put(made.get(i).id(), rows.get(i).note());
      }
    }
    notes.writeAll(file.account(), file.createdBy(), written);
    return new Made(made.size(), (int) made.stream().filter(Lead::duplicate).count());
  }

  private record Made(int leads, int duplicates) {}

  private void fail(ImportFile file, String reason) {
    transaction.executeWithoutResult(_ -> {
      ImportFile held = store.hold(file.account(), file.code()).orElseThrow();
      if (!held.status().ended()) {
        imports.end(held, ImportFile.Status.FAILED, reason);
      }
    });
  }

  @Override
  public void onDead(Job job, String reason) {
    store.hold(AccountId.of(job.payload()), job.key()).filter(held -> !held.status().ended())
        .ifPresent(held -> imports.end(held, ImportFile.Status.FAILED, "it broke off: something is wrong on our side"));
  }
}
