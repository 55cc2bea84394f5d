package io.sluice.server.event.log;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;

/**
 * New rows of one table, sent by COPY in its binary format: nothing is turned into text and parsed again, and the server
 * puts many rows into a page at once. A value's class says its column's type: texts and ids are {@code text}, instants
 * {@code timestamptz}, amounts {@code numeric}, and so on.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>
 */
final class CopiedRows {

  private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
  private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;
  private static final int FIRST_BYTES = 16 << 10;
  private static final int NULL = -1;
  private static final int END = -1;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final String sql;
  private final int columns;
  private byte[] bytes = new byte[0];
  private int length;

  CopiedRows(String table, String... columns) {
    this.sql = "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)";
    this.columns = columns.length;
  }

  void add(@Nullable Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(values.length + " values for " + columns + " columns");
    }
    if (length == 0) {
      begin();
    }
    putShort(columns);
    for (Object value : values) {
      put(value);
    }
  }

  /** Sends the rows, if there are any, in the caller's transaction. */
  void execute(Connection connection) throws SQLException {
    if (length == 0) {
      return;
    }
    putShort(END);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(bytes, 0, length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void begin() {
    bytes = new byte[FIRST_BYTES];
    System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
    length = HEADER_BYTES; // neither flags nor an extension
  }

  private void put(@Nullable Object value) {
    switch (value) {
      case null -> putInt(NULL);
      case Boolean yes -> put(new byte[] {(byte) (yes ? 1 : 0)});
      case Integer number -> {
        putInt(Integer.BYTES);
        putInt(number);
      }
      case Instant time -> {
        putInt(Long.BYTES);
        room(Long.BYTES);
        ByteConverter.int8(bytes, length, EPOCH.until(time, ChronoUnit.MICROS));
        length += Long.BYTES;
      }
      case BigDecimal amount -> put(ByteConverter.numeric(amount));
      case byte[] raw -> put(raw);
      default -> put(text(value.toString()).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** PostgreSQL keeps no NUL in a text. */
  private static String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', ' ');
  }

  private void put(byte[] value) {
    putInt(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void putShort(int number) {
    room(Short.BYTES);
    ByteConverter.int2(bytes, length, number);
    length += Short.BYTES;
  }

  private void putInt(int number) {
    room(Integer.BYTES);
    ByteConverter.int4(bytes, length, number);
    length += Integer.BYTES;
  }

  private void room(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
    }
  }
}
