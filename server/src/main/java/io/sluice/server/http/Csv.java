package io.sluice.server.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** Tables as CSV. */
public final class Csv {

  static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

  /** What a spreadsheet takes for the begin of a formula. */
  private static final String FORMULA = "=+-@\t\r";

  /** A formula that can only be reckoned: phone numbers begin like one, and must stay what they are. */
  private static final Pattern NUMBER = Pattern.compile("[+-][0-9 ().,/-]*");

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
    Rows csv = rows(out);
    csv.write(table.header());
    for (List<@Nullable Object> row : table.rows()) {
      csv.write(row);
    }
    csv.flush();
  }

  /** For a table that is written row by row, however many there are. */
  public static Rows rows(OutputStream out) {
    return new Rows(CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
  }

  /** Rows on their way out, each cell made safe for spreadsheets. */
  public static final class Rows implements AutoCloseable {

    private final CsvWriter csv;

    private Rows(CsvWriter csv) {
      this.csv = csv;
    }

    public void write(List<? extends @Nullable Object> row) {
      csv.writeRecord(row.stream().map(Csv::cell).toList());
    }

    private void flush() throws IOException {
      csv.flush();
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }

  private static String cell(@Nullable Object value) {
    return value instanceof BigDecimal amount ? amount.toPlainString() : safe(Objects.toString(value, ""));
  }

  /** Values come from strangers and tables end in spreadsheets: a text must not begin like a formula. */
  private static String safe(String text) {
    return beginsFormula(text, 0) && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }

  /** A cell as it was before it was made safe: for a table that was written here and comes back. */
  public static String plain(String text) {
    return text.startsWith("'") && beginsFormula(text, 1) ? text.substring(1) : text;
  }

  private static boolean beginsFormula(String text, int from) {
    return text.length() > from && FORMULA.indexOf(text.charAt(from)) >= 0;
  }
}
