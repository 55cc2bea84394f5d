package io.sluice.server.crm.imports.sheet;

import java.util.Optional;

/** A table, from its first row to its last. Whatever is wrong with it is an {@link UnreadableSheet}. */
public interface Sheet extends AutoCloseable {

  /** Empty after the last one, and from then on. */
  Optional<SheetRow> next();

  @Override
  void close();

  static Sheet open(SheetFormat format, byte[] file) {
    return switch (format) {
      case CSV -> new CsvSheet(file);
      case XLSX -> WorkbookSheet.open(file);
    };
  }
}
