package io.sluice.server.crm.imports;

import java.util.List;

/**
 * A row that became no lead.
 *
 * @param number as a spreadsheet counts: the header is row 1
 * @param messages everything that is wrong with it, each beginning with the column
 * @param cells as they stood in the file
 */
record BadRow(int number, List<String> messages, List<String> cells) {

  BadRow {
    messages = List.copyOf(messages);
    cells = List.copyOf(cells);
  }
}
