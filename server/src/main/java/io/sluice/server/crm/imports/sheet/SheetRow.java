package io.sluice.server.crm.imports.sheet;

import java.util.List;

/**
 * One row.
 *
 * @param number as a spreadsheet counts: the first row is 1, and blank ones count
 * @param cells as far as there are any; an empty one is an empty text
 */
public record SheetRow(int number, List<String> cells) {

  /** Excel's own limits for a cell and, well above any sensible table, ours for a row. */
  static final int MAX_CELL_CHARS = 32_767;
  static final int MAX_COLUMNS = 500;

  public SheetRow {
    cells = List.copyOf(cells);
  }

  /** A workbook names a text that is there once as often as it likes: its size says little about its table's. */
  public int chars() {
    return cells.stream().mapToInt(String::length).sum();
  }

  public boolean isBlank() {
    return cells.stream().allMatch(String::isBlank);
  }

  /** Empty where the row is too short to have it. */
  public String cell(int column) {
    return column < cells.size() ? cells.get(column) : "";
  }
}
