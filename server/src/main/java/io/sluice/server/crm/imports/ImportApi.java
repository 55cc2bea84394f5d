package io.sluice.server.crm.imports;

import io.sluice.server.account.Person;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.ManagesCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.Csv;
import io.sluice.server.http.Dialects;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /companies/{company_id}/import} and {@code /import} (crm 2.12), with what the console adds to it. */
@CrmApi
class ImportApi {

  /** How many bad rows are told with an import; all of them are in their file. */
  private static final int TOLD_ROWS = 100;

  record NewImportJson(
      String fileBase64, String name, @Nullable String type, @Nullable Long sourceId, @Nullable Long campaignId) {}

  record RowErrorJson(int row, List<String> messages) {}

  record ImportFileJson(
      long id,
      String importCode,
      CompanyId companyId,
      String name,
      String status,
      int totalRows,
      int importedRows,
      int duplicateRows,
      int failedRows,
      int percentage,
      List<RowErrorJson> rowErrors,
      List<String> ignoredColumns,
      @Nullable String reason,
      long createdById,
      Instant createdAt,
      @Nullable Instant finishedAt) {}

  record OneJson(ImportFileJson importFile) {}

  record AllJson(List<ImportFileJson> importFiles, Paging.MetaJson meta) {}

  private final Imports imports;
  private final Dialects dialects;

  ImportApi(Imports imports, Dialects dialects) {
    this.imports = imports;
    this.dialects = dialects;
  }

  @PostMapping("/api/v1/companies/{company_id}/import")
  Answer<OneJson> ask(Person caller, ManagesCompany manager, @RequestBody NewImportJson body) {
    var sent = new Imports.Sent(body.fileBase64(), body.name(), body.type(), body.sourceId(), body.campaignId());
    return Answer.created(imports.ask(caller, manager.standing(), sent), this::one);
  }

  @GetMapping("/api/v1/companies/{company_id}/import/template")
  void template(ManagesCompany manager, HttpServletResponse response) throws IOException {
    attachment(response, "leads.csv");
    try (Csv.Rows csv = Csv.rows(response.getOutputStream())) {
      csv.write(imports.template(manager.account(), manager.company()));
    }
  }

  @GetMapping("/api/v1/import")
  Answer<AllJson> list(Person caller,
      @RequestParam(name = "company_id", required = false) @Nullable Long company,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String sort,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage) {
    Paging paging = Paging.of(page, perPage);
    boolean oldestFirst = sort != null && !sort.startsWith("-");
    return Answer.ok(
        imports.list(caller, company, status == null ? null : ImportFile.Status.of(status), oldestFirst, paging),
        listed -> new AllJson(listed.imports().stream().map(this::json).toList(), paging.meta(listed.total())));
  }

  @GetMapping("/api/v1/import/{import_code}")
  Answer<OneJson> show(Person caller, @PathVariable("import_code") String code) {
    return Answer.ok(imports.find(caller, code), this::one);
  }

  @PostMapping("/api/v1/import/{import_code}/cancel")
  Answer<OneJson> callOff(Person caller, @PathVariable("import_code") String code) {
    return Answer.ok(imports.callOff(caller, code), this::one);
  }

  /** The columns of the file, behind them the row's number and what is wrong with it: to be mended and sent again. */
  @GetMapping("/api/v1/import/{import_code}/bad_rows")
  void badRows(Person caller, @PathVariable("import_code") String code, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    switch (imports.find(caller, code)) {
      case Result.Done<ImportFile, ImportRefusal>(ImportFile file) when file.fileId() == null ->
          dialects.write(request, response, new ImportRefusal.Forgotten().problem());
      case Result.Done<ImportFile, ImportRefusal>(ImportFile file) -> {
        attachment(response, "import-" + file.code() + "-bad-rows.csv");
        BadRowFile.write(imports, file, response.getOutputStream());
      }
      case Result.Refused<ImportFile, ImportRefusal>(ImportRefusal refusal) ->
          dialects.write(request, response, refusal.problem());
    }
  }

  private static void attachment(HttpServletResponse response, String name) {
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }

  private OneJson one(ImportFile file) {
    return new OneJson(json(file));
  }

  private ImportFileJson json(ImportFile file) {
    List<BadRow> bad = file.failedRows() == 0 ? List.of() : imports.badRows(file, 0, TOLD_ROWS);
    return new ImportFileJson(file.id(), file.code(), file.company(), file.name(), file.status().word(),
        file.totalRows(), file.importedRows(), file.duplicateRows(), file.failedRows(), file.percentage(),
        bad.stream().map(row -> new RowErrorJson(row.number(), row.messages())).toList(), file.ignoredColumns(),
        file.reason(), file.createdById(), file.createdAt(), file.finishedAt());
  }
}
