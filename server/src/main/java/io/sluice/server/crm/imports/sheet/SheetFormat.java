package io.sluice.server.crm.imports.sheet;

import java.util.Locale;

/** What a file of rows is, told by its first bytes: a workbook is a ZIP archive, everything else is text. */
public enum SheetFormat {
  CSV("text/csv"), XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final String mediaType;

  SheetFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static SheetFormat named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public static SheetFormat of(byte[] file) {
    boolean zip = file.length >= 4 && file[0] == 'P' && file[1] == 'K' && file[2] == 3 && file[3] == 4;
    return zip ? XLSX : CSV;
  }
}
