package io.sluice.server.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One row of comma-separated values, as a person types it into a mapping (exchange 5.6). */
final class CsvRow {

  private CsvRow() {}

  /**
   * The values in their order, blank ones left out; space around a value counts only between quotes. Empty where a
   * quote is not closed, or does not enclose a whole value.
   */
  static Optional<List<String>> split(String row) {
    List<String> values = new ArrayList<>();
    int at = 0;
    while (at <= row.length()) {
      int start = at;
      while (start < row.length() && Character.isWhitespace(row.charAt(start))) {
        start++;
      }
      if (start < row.length() && row.charAt(start) == '"') {
        var value = new StringBuilder();
        int end = closing(row, start + 1, value);
        int comma = end < 0 ? -1 : nextComma(row, end + 1);
        if (comma < 0 || !row.substring(end + 1, comma).isBlank()) {
          return Optional.empty();
        }
        add(values, value.toString());
        at = comma + 1;
      } else {
        int comma = nextComma(row, start);
        String value = row.substring(start, comma).strip();
        if (value.indexOf('"') >= 0) {
          return Optional.empty();
        }
        add(values, value);
        at = comma + 1;
      }
    }
    return Optional.of(values);
  }

  /** The place of the quote that ends the value, or -1; two in a row stand for one inside it. */
  private static int closing(String row, int from, StringBuilder value) {
    for (int i = from; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c != '"') {
        value.append(c);
      } else if (i + 1 < row.length() && row.charAt(i + 1) == '"') {
        value.append('"');
        i++;
      } else {
        return i;
      }
    }
    return -1;
  }

  /** Or the row's end. */
  private static int nextComma(String row, int from) {
    int comma = row.indexOf(',', from);
    return comma < 0 ? row.length() : comma;
  }

  private static void add(List<String> values, String value) {
    if (!value.isBlank()) {
      values.add(value);
    }
  }
}
