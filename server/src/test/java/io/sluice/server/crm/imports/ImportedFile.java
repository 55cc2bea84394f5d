package io.sluice.server.crm.imports;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Files of leads as parties send them. */
public final class ImportedFile {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private ImportedFile() {}

  /** A request's body. @param more further properties, each behind a comma */
  static String json(byte[] file, String type, String more) {
    return "{\"file_base64\": \"%s\", \"name\": \"leads\", \"type\": \"%s\"%s}"
        .formatted(Base64.getEncoder().encodeToString(file), type, more);
  }

  static Reply send(Party party, String csv) {
    return send(party, csv, "");
  }

  static Reply send(Party party, String csv, String more) {
    return party.post("/api/v1/companies/" + party.server().companyOf(party) + "/import",
        json(csv.getBytes(StandardCharsets.UTF_8), "text/csv", more));
  }

  static Reply send(Party party, Workbook workbook) {
    return party.post("/api/v1/companies/" + party.server().companyOf(party) + "/import",
        json(workbook.bytes(), XLSX, ""));
  }

  /** The import that this request asked for, once it has ended. */
  public static Reply ended(Party party, Reply asked) {
    String code = asked.is(201).at("import_file.import_code");
    Instant limit = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(limit)) {
      Reply now = party.get("/api/v1/import/" + code).is(200);
      if (now.at("import_file.status").matches("completed|failed")) {
        return now;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("import " + code + " did not end within " + LIMIT + ": "
        + party.get("/api/v1/import/" + code).text());
  }

  static Reply imported(Party party, String csv) {
    return ended(party, send(party, csv));
  }
}
