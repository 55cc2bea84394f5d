package io.sluice.server.crm.imports;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.campaign.Campaigns;
import io.sluice.server.crm.file.Base64File;
import io.sluice.server.crm.file.FileKind;
import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.crm.file.FilesFull;
import io.sluice.server.crm.file.StoredFiles;
import io.sluice.server.crm.imports.sheet.SheetFormat;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.crm.source.Sources;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports of leads: asking for one, looking after it, calling it off. Working them off is {@link ImportWork}'s. */
@Component
class Imports {

  static final int MAX_UNFINISHED = 10;
  private static final int MAX_NAME_CHARS = 255;
  /** How browsers call files of comma-separated values; some take them for Excel's. */
  private static final Set<String> CSV_TYPES =
      Set.of("text/csv", "application/csv", "text/plain", "application/vnd.ms-excel");

  private final ImportStore store;
  private final BadRowStore badRows;
  private final StoredFiles files;
  private final FileSettings settings;
  private final Sources sources;
  private final Campaigns campaigns;
  private final Questions questions;
  private final CompanyLocks locks;
  private final Standings standings;
  private final Users users;
  private final Audit audit;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Imports(ImportStore store, BadRowStore badRows, StoredFiles files, FileSettings settings, Sources sources,
      Campaigns campaigns, Questions questions, CompanyLocks locks, Standings standings, Users users, Audit audit,
      Jobs jobs, PlatformTransactionManager transactions, Clock clock) {
    this.store = store;
    this.badRows = badRows;
    this.files = files;
    this.settings = settings;
    this.sources = sources;
    this.campaigns = campaigns;
    this.questions = questions;
    this.locks = locks;
    this.standings = standings;
    this.users = users;
    this.audit = audit;
    this.jobs = jobs;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * A file as it came.
   *
   * @param type as its sender calls it; absent: as its content shows
   * @param source what leads get whose row names none; likewise the campaign
   */
  record Sent(String base64, String name, @Nullable String type, @Nullable Long source, @Nullable Long campaign) {}

  /** The header of a file that this company could fill in. */
  List<String> template(AccountId account, CompanyId company) {
    return Columns.template(questions.of(account, company));
  }

  /** The file is stored, and read later: whether it can be read is told by the import itself. */
  Result<ImportFile, ImportRefusal> ask(Person person, Standing standing, Sent sent) {
    AccountId account = standing.account();
    CompanyId company = standing.company();
    if (isFull(account, company)) {
      return Result.refused(new ImportRefusal.TooManyAtOnce(MAX_UNFINISHED));
    }
    Map<String, List<String>> errors = new TreeMap<>();
    String name = baseName(sent.name());
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      errors.put("name", List.of("must have 1 to " + MAX_NAME_CHARS + " characters"));
    }
    Optional.ofNullable(sent.source()).filter(id -> sources.find(account, company, id).isEmpty())
        .ifPresent(_ -> errors.put("source_id", List.of("is not a source of the company")));
    Optional.ofNullable(sent.campaign())
        .filter(id -> campaigns.find(account, id).filter(known -> known.company().equals(company)).isEmpty())
        .ifPresent(_ -> errors.put("campaign_id", List.of("is not a campaign of the company")));
    byte[] content = switch (Base64File.decode("file_base64", sent.base64(), FileKind.IMPORT)) {
      case Result.Done<byte[], Base64File.Unreadable>(byte[] bytes) -> bytes;
      case Result.Refused<byte[], Base64File.Unreadable>(Base64File.Unreadable unreadable) -> {
        errors.put(unreadable.field(), List.of(unreadable.sentence()));
        yield new byte[0];
      }
    };
    SheetFormat format = SheetFormat.of(content);
    typeProblem(sent.type(), format).filter(_ -> content.length > 0)
        .ifPresent(sentence -> errors.put("type", List.of(sentence)));
    if (!errors.isEmpty()) {
      return Result.refused(new ImportRefusal.Invalid(errors));
    }
    long number = users.find(person.account(), person.user()).map(User::number).orElseThrow();
    return switch (files.keep(account, FileKind.IMPORT, format.mediaType(), content)) {
      case Result.Done<String, FilesFull>(String file) -> transaction.execute(_ -> {
        locks.hold(account, company);
        if (isFull(account, company)) { // others were asked for while this one was looked at
          return Result.refused(new ImportRefusal.TooManyAtOnce(MAX_UNFINISHED));
        }
        Instant now = clock.instant();
        files.claim(account, file);
        ImportFile asked = store.insert(account, new ImportFile(account, company, 0, UUID.randomUUID().toString(), name,
            format, file, sent.source(), sent.campaign(), standing.may(Access.ADMIN), ImportFile.Status.PENDING, null,
            0, 0, 0, 0, List.of(), List.of(), person.user(), number, now, null));
        audit.record(account, person.user(), Action.CREATE, "import", asked.code(), name);
        jobs.enqueue(ImportWork.KIND, asked.code(), account.value(), now);
        return Result.done(asked);
      });
      case Result.Refused<String, FilesFull>(FilesFull full) ->
          Result.refused(new ImportRefusal.Full(full.problem()));
    };
  }

  private boolean isFull(AccountId account, CompanyId company) {
    return store.countUnfinished(account, company) >= MAX_UNFINISHED;
  }

  /** The last part of a path, of whatever system, without what no screen shows. */
  private static String baseName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
        .replaceAll("\\p{Cntrl}", "").strip();
  }

  private static Optional<String> typeProblem(@Nullable String type, SheetFormat format) {
    if (type == null) {
      return Optional.empty();
    }
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean csv = CSV_TYPES.contains(bare);
    if (!csv && !bare.equals(SheetFormat.XLSX.mediaType())) {
      return Optional.of("must be text/csv or " + SheetFormat.XLSX.mediaType());
    }
    return csv == (format == SheetFormat.CSV) ? Optional.empty()
        : Optional.of("is not what the file is: it looks like " + format.mediaType());
  }

  /** Some imports, and how many there are. */
  record Listed(List<ImportFile> imports, long total) {}

  /** Of all companies the person manages, or one of them; newest first unless asked otherwise. */
  Result<Listed, ImportRefusal> list(
      Person person, @Nullable Long company, ImportFile.@Nullable Status status, boolean oldestFirst, Paging page) {
    List<CompanyId> companies = company == null
        ? standings.of(person).stream().filter(standing -> standing.may(Access.MANAGER)).map(Standing::company).toList()
        : standings.in(new CompanyId(company), person).filter(standing -> standing.may(Access.MANAGER))
            .map(Standing::company).stream().toList();
    if (company != null && companies.isEmpty()) {
      return Result.refused(new ImportRefusal.Forbidden());
    }
    return Result.done(new Listed(store.page(companies, status, oldestFirst, page), store.count(companies, status)));
  }

  Result<ImportFile, ImportRefusal> find(Person person, String code) {
    return managed(person, code, false);
  }

  private Result<ImportFile, ImportRefusal> managed(Person person, String code, boolean changing) {
    Optional<ImportFile> known = standings.accountsOf(person).stream()
        .flatMap(account -> store.find(account, code).stream()).findFirst();
    Optional<Standing> standing = known.flatMap(file -> standings.in(file.company(), person));
    if (known.isEmpty() || standing.isEmpty()) {
      return Result.refused(new ImportRefusal.Unknown());
    }
    if (!standing.get().may(Access.MANAGER)) {
      return Result.refused(new ImportRefusal.Forbidden());
    }
    return changing && standing.get().readOnly()
        ? Result.refused(new ImportRefusal.ReadOnly()) : Result.done(known.get());
  }

  /** What became leads stays; the rest does not become any. */
  Result<ImportFile, ImportRefusal> callOff(Person person, String code) {
    return managed(person, code, true).then(file -> transaction.execute(_ -> {
      ImportFile held = store.hold(file.account(), code).orElseThrow();
      if (held.status().ended()) {
        return Result.refused(new ImportRefusal.Ended());
      }
      end(held, ImportFile.Status.FAILED, "it was called off");
      audit.record(file.account(), person.user(), Action.UPDATE, "import", code, "called off");
      return Result.done(store.find(file.account(), code).orElseThrow());
    }));
  }

  /** Within the caller's transaction, with the import held. */
  void end(ImportFile held, ImportFile.Status status, @Nullable String reason) {
    Instant now = clock.instant();
    store.end(held.account(), held.code(), status, reason, now);
    if (held.fileId() != null) {
      files.release(held.account(), held.fileId(), now.plus(settings.importRetention()));
    }
  }

  /** In their order, behind the row of that number. */
  List<BadRow> badRows(ImportFile file, int after, int limit) {
    return badRows.page(file.account(), file.code(), after, limit);
  }
}
