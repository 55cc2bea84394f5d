package io.sluice.server.crm.imports;

import io.sluice.server.crm.Paging;
import io.sluice.server.crm.imports.sheet.SheetFormat;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ImportStore {

  private final JdbcClient db;

  ImportStore(JdbcClient db) {
    this.db = db;
  }

  /** @param file its id is given here */
  ImportFile insert(AccountId account, ImportFile file) {
    return db.sql("""
        INSERT INTO crm_import (account_id, company_id, id, import_code, name, format, file_id, source_id, campaign_id,
          makes_sources, status, total_rows, imported_rows, duplicate_rows, failed_rows, header, ignored_columns,
          created_by, created_by_id, created_at)
        VALUES (:account, :company, nextval('crm_import_number'), :code, :name, :format, :file, :source, :campaign,
          :makes, :status, 0, 0, 0, 0, '{}', '{}', :by, :byId, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", file.company().value())
        .param("code", file.code())
        .param("name", file.name())
        .param("format", file.format().word())
        .param("file", file.fileId())
        .param("source", file.source())
        .param("campaign", file.campaign())
        .param("makes", file.makesSources())
        .param("status", file.status().word())
        .param("by", file.createdBy().value())
        .param("byId", file.createdById())
        .param("now", SqlTime.of(file.createdAt()))
        .query(ImportStore::read)
        .single();
  }

  int countUnfinished(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT count(*) FROM crm_import
         WHERE account_id = :account AND company_id = :company AND status IN ('pending', 'processing')
        """)
        .param("account", account.value()).param("company", company.value())
        .query(Integer.class)
        .single();
  }

  Optional<ImportFile> find(AccountId account, String code) {
    return db.sql("SELECT * FROM crm_import WHERE account_id = :account AND import_code = :code")
        .param("account", account.value()).param("code", code)
        .query(ImportStore::read)
        .optional();
  }

  /** As it stands, and nobody else changes it before the transaction ends: of two nodes that work on it, one waits. */
  Optional<ImportFile> hold(AccountId account, String code) {
    return db.sql("SELECT * FROM crm_import WHERE account_id = :account AND import_code = :code FOR UPDATE")
        .param("account", account.value()).param("code", code)
        .query(ImportStore::read)
        .optional();
  }

  @WithoutAccount("the companies a person manages, which may be several accounts'")
  List<ImportFile> page(
      List<CompanyId> companies, ImportFile.@Nullable Status status, boolean oldestFirst, Paging page) {
    return db.sql("""
        SELECT * FROM crm_import
         WHERE account_id IN (SELECT account_id FROM company WHERE id = ANY (:companies))
           AND company_id = ANY (:companies) AND (CAST(:status AS text) IS NULL OR status = :status)
         ORDER BY id %s LIMIT :limit OFFSET :offset
        """.formatted(oldestFirst ? "ASC" : "DESC"))
        .param("companies", numbers(companies))
        .param("status", status == null ? null : status.word())
        .param("limit", page.perPage())
        .param("offset", page.offset())
        .query(ImportStore::read)
        .list();
  }

  @WithoutAccount("the companies a person manages, which may be several accounts'")
  long count(List<CompanyId> companies, ImportFile.@Nullable Status status) {
    return db.sql("""
        SELECT count(*) FROM crm_import
         WHERE account_id IN (SELECT account_id FROM company WHERE id = ANY (:companies))
           AND company_id = ANY (:companies) AND (CAST(:status AS text) IS NULL OR status = :status)
        """)
        .param("companies", numbers(companies))
        .param("status", status == null ? null : status.word())
        .query(Long.class)
        .single();
  }

  private static Long[] numbers(List<CompanyId> companies) {
    return companies.stream().map(CompanyId::value).toArray(Long[]::new);
  }

  void begin(AccountId account, String code, int totalRows, List<String> header, List<String> ignored) {
    db.sql("""
        UPDATE crm_import
           SET status = 'processing', total_rows = :total, header = :header, ignored_columns = :ignored
         WHERE account_id = :account AND import_code = :code
        """)
        .param("account", account.value()).param("code", code)
        .param("total", totalRows)
        .param("header", header.toArray(String[]::new))
        .param("ignored", ignored.toArray(String[]::new))
        .update();
  }

  void advance(AccountId account, String code, int imported, int duplicate, int failed) {
    db.sql("""
        UPDATE crm_import
           SET imported_rows = imported_rows + :imported, duplicate_rows = duplicate_rows + :duplicate,
               failed_rows = failed_rows + :failed
         WHERE account_id = :account AND import_code = :code
        """)
        .param("account", account.value()).param("code", code)
        .param("imported", imported).param("duplicate", duplicate).param("failed", failed)
        .update();
  }

  void end(AccountId account, String code, ImportFile.Status status, @Nullable String reason, Instant now) {
    db.sql("""
        UPDATE crm_import SET status = :status, reason = :reason, finished_at = :now
         WHERE account_id = :account AND import_code = :code
        """)
        .param("account", account.value()).param("code", code)
        .param("status", status.word()).param("reason", reason).param("now", SqlTime.of(now))
        .update();
  }

  @WithoutAccount("whosever they are, their time is over")
  List<ImportFile> endedBefore(Instant time, int limit) {
    return db.sql("""
        SELECT * FROM crm_import WHERE finished_at < :time AND file_id IS NOT NULL ORDER BY finished_at LIMIT :limit
        """)
        .param("time", SqlTime.of(time)).param("limit", limit)
        .query(ImportStore::read)
        .list();
  }

  void forgetFile(AccountId account, String code) {
    db.sql("UPDATE crm_import SET file_id = NULL WHERE account_id = :account AND import_code = :code")
        .param("account", account.value()).param("code", code)
        .update();
  }

  private static ImportFile read(ResultSet row, int index) throws SQLException {
    return new ImportFile(
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        row.getLong("id"),
        row.getString("import_code"),
        row.getString("name"),
        SheetFormat.named(row.getString("format")),
        row.getString("file_id"),
        number(row, "source_id"),
        number(row, "campaign_id"),
        row.getBoolean("makes_sources"),
        ImportFile.Status.of(row.getString("status")),
        row.getString("reason"),
        row.getInt("total_rows"),
        row.getInt("imported_rows"),
        row.getInt("duplicate_rows"),
        row.getInt("failed_rows"),
        texts(row, "header"),
        texts(row, "ignored_columns"),
        UserId.of(row.getString("created_by")),
        row.getLong("created_by_id"),
        SqlTime.read(row, "created_at"),
        SqlTime.orNull(row, "finished_at"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }
}
