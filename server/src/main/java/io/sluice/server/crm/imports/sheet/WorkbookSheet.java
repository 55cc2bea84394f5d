package io.sluice.server.crm.imports.sheet;

import io.sluice.server.crm.imports.sheet.WorkbookParts.Part;
import io.sluice.server.crm.imports.sheet.WorkbookParts.Relationship;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;

/**
 * The first sheet of an XLSX workbook that is not hidden (ECMA-376), as texts. Of a formula, what it came to when the
 * workbook was saved; nothing is calculated. Decision 0122 says why this is our own.
 */
final class WorkbookSheet implements Sheet {

  private static final int MAX_SHARED_STRINGS = 1_000_000;

  /** They are held in memory while the sheet is read, which names them in any order. */
  private static final int MAX_SHARED_CHARS = 32 << 20;
  private static final int MAX_ROW_NUMBER = 1_048_576;
  private static final int LETTERS = 26;

  private final WorkbookParts parts;
  private final Part sheet;
  private final List<String> shared;
  private final CellStyles styles;
  private int number;

  private WorkbookSheet(WorkbookParts parts, Part sheet, List<String> shared, CellStyles styles) {
    this.parts = parts;
    this.sheet = sheet;
    this.shared = shared;
    this.styles = styles;
  }

  static WorkbookSheet open(byte[] file) {
    WorkbookParts parts = WorkbookParts.open(file);
    try {
      String workbook = target(parts.relationships(""), "officeDocument").orElseThrow(WorkbookParts::notAWorkbook);
      List<Relationship> related = parts.relationships(workbook);
      First first = first(parts, workbook);
      List<String> shared = target(related, "sharedStrings").map(name -> shared(parts, name)).orElse(List.of());
      CellStyles styles = target(related, "styles").map(name -> {
        try (Part part = parts.part(name)) {
          return CellStyles.read(part, first.from1904());
        }
      }).orElseGet(() -> CellStyles.none(first.from1904()));
      String sheet = related.stream().filter(other -> other.id().equals(first.sheet())).findFirst()
          .orElseThrow(WorkbookParts::notAWorkbook).target();
      return new WorkbookSheet(parts, parts.part(sheet), shared, styles);
    } catch (UnreadableSheet unreadable) {
      parts.close();
      throw unreadable;
    }
  }

  /** @param sheet the id of its relationship */
  private record First(String sheet, boolean from1904) {}

  private static First first(WorkbookParts parts, String workbook) {
    boolean from1904 = false;
    try (Part part = parts.part(workbook)) {
      while (part.toStart()) {
        if (part.isAt("workbookPr")) {
          from1904 = part.attribute("date1904").filter(flag -> flag.equals("1") || flag.equals("true")).isPresent();
        } else if (part.isAt("sheet") && part.attribute("state").orElse("visible").equals("visible")) {
          return new First(part.prefixed("id").orElse(""), from1904);
        }
      }
    }
    throw new UnreadableSheet("the workbook has no sheet that is not hidden");
  }

  private static List<String> shared(WorkbookParts parts, String name) {
    List<String> shared = new ArrayList<>();
    int chars = 0;
    try (Part part = parts.part(name)) {
      while (part.toStart()) {
        if (part.isAt("si")) {
          String text = part.text("rPh");
          shared.add(text);
          chars += text.length();
          if (shared.size() > MAX_SHARED_STRINGS || chars > MAX_SHARED_CHARS) {
            throw new UnreadableSheet("the workbook has more than " + MAX_SHARED_STRINGS + " different texts, or "
                + MAX_SHARED_CHARS + " characters in them");
          }
        }
      }
    }
    return shared;
  }

  private static Optional<String> target(List<Relationship> related, String type) {
    return related.stream().filter(other -> other.type().equals(type)).findFirst().map(Relationship::target);
  }

  @Override
  public Optional<SheetRow> next() {
    while (sheet.toStart()) {
      if (sheet.isAt("row")) {
        int said = sheet.attribute("r").map(WorkbookSheet::wholeNumber).orElse(number + 1);
        if (said <= number || said > MAX_ROW_NUMBER) {
          throw new UnreadableSheet("the rows of the workbook are not in order behind row " + number);
        }
        number = said;
        return Optional.of(new SheetRow(number, cells()));
      }
    }
    return Optional.empty();
  }

  /** Up to the row's end. */
  private List<String> cells() {
    List<String> cells = new ArrayList<>();
    for (int event = sheet.next(); event != XMLStreamConstants.END_ELEMENT || !sheet.isAt("row");
        event = sheet.next()) {
      if (event == XMLStreamConstants.START_ELEMENT && sheet.isAt("c")) {
        int column = sheet.attribute("r").map(WorkbookSheet::column).orElse(cells.size());
        String text = cell();
        if (column < cells.size()) {
          throw new UnreadableSheet("the cells of row " + number + " are not in order");
        }
        if (column < SheetRow.MAX_COLUMNS) {
          while (cells.size() < column) {
            cells.add("");
          }
          cells.add(text);
        } else if (!text.isBlank()) {
          throw new UnreadableSheet("row " + number + " has more than " + SheetRow.MAX_COLUMNS + " columns");
        }
      } else if (event == XMLStreamConstants.END_DOCUMENT) {
        throw WorkbookParts.notAWorkbook();
      }
    }
    return cells;
  }

  private String cell() {
    String type = sheet.attribute("t").orElse("n");
    int style = sheet.attribute("s").map(WorkbookSheet::wholeNumber).orElse(0);
    String value = "";
    for (int event = sheet.next(); event != XMLStreamConstants.END_ELEMENT || !sheet.isAt("c"); event = sheet.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (sheet.isAt("v") || sheet.isAt("is")) {
          value = sheet.text("rPh");
        }
      } else if (event == XMLStreamConstants.END_DOCUMENT) {
        throw WorkbookParts.notAWorkbook();
      }
    }
    return switch (type) {
      case "s" -> value.isBlank() ? "" : sharedText(wholeNumber(value.strip()));
      case "b" -> value.strip().equals("1") ? "true" : "false";
      case "n" -> value.isBlank() ? "" : styles.text(value, style);
      default -> value; // texts, what formulas came to, errors such as #N/A, ISO dates
    };
  }

  private String sharedText(int index) {
    if (index < 0 || index >= shared.size()) {
      throw new UnreadableSheet("row " + number + " names a text that is not in the workbook");
    }
    return shared.get(index);
  }

  /** Negative for what is none. */
  private static int wholeNumber(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(text) : -1;
  }

  /** {@code C7} is 2. Whatever lies beyond our limit is just beyond it. */
  private static int column(String reference) {
    int column = 0;
    for (int i = 0; i < reference.length() && Character.isLetter(reference.charAt(i)); i++) {
      column = column * LETTERS + Character.toUpperCase(reference.charAt(i)) - 'A' + 1;
      if (column > SheetRow.MAX_COLUMNS) {
        return SheetRow.MAX_COLUMNS;
      }
    }
    return Math.max(0, column - 1);
  }

  @Override
  public void close() {
    sheet.close();
    parts.close();
  }
}
