package io.sluice.server.flow.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The fields that come with the program, the same for everybody. Read when first asked for. */
final class StandardFields {

  private static final int COLUMNS = 5;

  private StandardFields() {}

  /** By id, in the order of the catalogue. */
  static Map<String, Field> byId() {
    return Loaded.BY_ID;
  }

  private static final class Loaded {
    static final Map<String, Field> BY_ID = read();
  }

  private static Map<String, Field> read() {
    Map<String, Field> fields = new LinkedHashMap<>();
    InputStream file = Objects.requireNonNull(StandardFields.class.getResourceAsStream("standard-fields.tsv"));
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
        Field field = field(line.split("\t", COLUMNS));
        fields.put(field.id(), field);
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(fields);
  }

  private static Field field(String[] columns) {
    String see = columns[3].equals("-") ? null : columns[3];
    return Field.standard(columns[0], columns[4], columns[1], columns[2].equals("y"), see);
  }
}
