package io.sluice.server.crm.imports;

import io.sluice.server.crm.imports.sheet.SheetFormat;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of leads on its way into a company, or at its end.
 *
 * @param name what the file was called where it came from
 * @param fileId absent once file and bad rows are forgotten
 * @param source what leads whose row names none get; likewise the campaign
 * @param makesSources whoever asked may set up sources, so names that are new become some
 * @param reason why it failed
 * @param totalRows 0 until they are counted
 * @param importedRows those that became leads nobody knew; each row is counted once, here or in one of the other two
 * @param duplicateRows those that became leads too, flagged as duplicates
 * @param header the columns as the file calls them
 * @param createdById the CRM's number of the user
 */
record ImportFile(
    AccountId account,
    CompanyId company,
    long id,
    String code,
    String name,
    SheetFormat format,
    @Nullable String fileId,
    @Nullable Long source,
    @Nullable Long campaign,
    boolean makesSources,
    Status status,
    @Nullable String reason,
    int totalRows,
    int importedRows,
    int duplicateRows,
    int failedRows,
    List<String> header,
    List<String> ignoredColumns,
    UserId createdBy,
    long createdById,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  enum Status {
    PENDING, PROCESSING, COMPLETED, FAILED;

    boolean ended() {
      return this == COMPLETED || this == FAILED;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** How many rows of the file are behind it: the next one to be worked off has this place, from 0. */
  int doneRows() {
    return importedRows + duplicateRows + failedRows;
  }

  /** Of its rows, rounded down: 100 is reached by the last one. */
  int percentage() {
    return totalRows == 0 ? status == Status.COMPLETED ? 100 : 0 : (int) (doneRows() * 100L / totalRows);
  }
}
