package io.sluice.server.crm.imports.sheet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Comma-separated values (RFC 4180) in UTF-8, with or without a byte order mark, with any line ends. */
final class CsvSheet implements Sheet {

  private final CsvReader<CsvRecord> csv;
  private final Iterator<CsvRecord> records;
  private int number;

  CsvSheet(byte[] file) {
    boolean marked = file.length >= 3 && file[0] == (byte) 0xef && file[1] == (byte) 0xbb && file[2] == (byte) 0xbf;
    int start = marked ? 3 : 0;
    Reader text = new InputStreamReader(new ByteArrayInputStream(file, start, file.length - start),
        StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
    csv = CsvReader.builder()
        .skipEmptyLines(false).allowExtraFields(true).allowMissingFields(true)
        .trimWhitespacesAroundQuotes(true).maxBufferSize(2 * SheetRow.MAX_CELL_CHARS)
        .ofCsvRecord(text);
    records = csv.iterator();
  }

  @Override
  public Optional<SheetRow> next() {
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      number++;
      return Optional.of(new SheetRow(number, checked(records.next().getFields())));
    } catch (CsvParseException broken) {
      throw new UnreadableSheet("the file is not CSV in row " + (number + 1)
          + ": a quote is not closed, or a cell is longer than " + SheetRow.MAX_CELL_CHARS + " characters");
    } catch (UncheckedIOException unreadable) {
      if (unreadable.getCause() instanceof CharacterCodingException) {
        throw new UnreadableSheet("the file is not UTF-8 behind row " + number);
      }
      throw unreadable;
    }
  }

  private List<String> checked(List<String> cells) {
    if (cells.size() > SheetRow.MAX_COLUMNS) {
      throw new UnreadableSheet("row " + number + " has more than " + SheetRow.MAX_COLUMNS + " columns");
    }
    for (String cell : cells) {
      if (cell.length() > SheetRow.MAX_CELL_CHARS) {
        throw new UnreadableSheet(
            "row " + number + " has a cell of more than " + SheetRow.MAX_CELL_CHARS + " characters");
      }
      if (cell.indexOf('\0') >= 0) {
        throw new UnreadableSheet("row " + number + " holds the character NUL: send CSV in UTF-8, or XLSX");
      }
    }
    return cells;
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
