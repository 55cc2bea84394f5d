package io.sluice.server.crm.imports;

import io.sluice.server.http.Csv;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** An import's bad rows as a file: what stood in them, which rows they were, and what is wrong with each. */
final class BadRowFile {

  private static final int PAGE_ROWS = 1_000;

  private BadRowFile() {}

  /** A page at a time, so that however many there are take as little memory. */
  static void write(Imports imports, ImportFile file, OutputStream out) throws IOException {
    int columns = file.header().size();
    List<String> header = new ArrayList<>(file.header());
    header.add("row");
    header.add("errors");
    try (Csv.Rows csv = Csv.rows(out)) {
      csv.write(header);
      List<BadRow> page = imports.badRows(file, 0, PAGE_ROWS);
      while (!page.isEmpty()) {
        for (BadRow bad : page) {
          List<String> cells = new ArrayList<>(bad.cells());
          while (cells.size() < columns) {
            cells.add("");
          }
          List<String> row = new ArrayList<>(cells.subList(0, columns));
          row.add(Integer.toString(bad.number()));
          row.add(String.join("; ", bad.messages()));
          csv.write(row);
        }
        page = imports.badRows(file, page.getLast().number(), PAGE_ROWS);
      }
    }
  }
}
