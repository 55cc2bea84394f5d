package io.sluice.server.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.OutputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** Tables as CSV. */
final class Csv {

  static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

  /** What a spreadsheet takes for the begin of a formula. */
  private static final String FORMULA = "=+-@\t\r";

  private Csv() {}

  /** Whether CSV is wanted more than JSON is. */
  static boolean isAskedFor(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    try {
      List<MediaType> ranges = MediaType.parseMediaTypes(accept);
      MimeTypeUtils.sortBySpecificity(ranges);
      for (MediaType range : ranges) {
        if (range.includes(MediaType.APPLICATION_JSON)) {
          return false;
        }
        if (range.includes(new MediaType("text", "csv"))) {
          return true;
        }
      }
    } catch (InvalidMediaTypeException unreadable) {
      // A header that cannot be read asks for nothing else than what everybody gets.
    }
    return false;
  }

  static void write(Table table, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(table.header().stream().map(Csv::safe).toList());
    for (List<@Nullable Object> row : table.rows()) {
      csv.writeRecord(row.stream().map(Csv::cell).toList());
    }
    csv.flush();
  }

  private static String cell(@Nullable Object value) {
    return value instanceof BigDecimal amount ? amount.toPlainString() : safe(Objects.toString(value, ""));
  }

  /** Values come from strangers and tables end in spreadsheets: a text must not begin like a formula. */
  private static String safe(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
