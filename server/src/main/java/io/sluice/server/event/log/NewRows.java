package io.sluice.server.event.log;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ByteConverter;

/**
 * New rows of a table, as one array of records in PostgreSQL's binary format: nothing is turned into text and parsed
 * again, and what a statement takes as its parameter goes out together with others (decision 0127). A value's class says
 * its column's type: texts and ids are {@code text}, instants {@code timestamptz}, amounts {@code numeric}, and so on.
 *
 * <p>The format is what PostgreSQL's {@code array_recv} and {@code record_recv} read: dimensions, whether there are
 * nulls, the records' type, how many and from which number counted; then of each record its length, how many columns, and
 * of each its type, length and bytes.
 */
final class NewRows implements Bulk {

  private static final int FIRST_BYTES = 16 << 10;
  private static final int RECORD_TYPE_AT = 2 * Integer.BYTES;
  private static final int COUNT_AT = 3 * Integer.BYTES;
  private static final int COUNTED_FROM_AT = 4 * Integer.BYTES;
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int NULL = -1;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final NewTable table;
  private byte[] bytes = new byte[0];
  private int length;
  private int count;

  NewRows(NewTable table) {
    this.table = table;
  }

  @Override
  public String sql() {
    return table.sql();
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public List<Array> arrays(Connection connection) throws SQLException {
    BaseConnection postgres = connection.unwrap(BaseConnection.class);
    TypeInfo types = postgres.getTypeInfo(); // asks the database once a connection
    ByteConverter.int4(bytes, RECORD_TYPE_AT, types.getPGType(table.type()));
    ByteConverter.int4(bytes, COUNT_AT, count);
    return List.of(new PgArray(postgres, types.getPGArrayType(table.type()), Arrays.copyOf(bytes, length)));
  }

  void add(@Nullable Object... values) {
    if (values.length != table.columns()) {
      throw new IllegalArgumentException(values.length + " values for " + table.columns() + " columns");
    }
    if (count == 0) {
      begin();
    }
    count++;
    int lengthAt = length;
    putInt(0);
    putInt(table.columns());
    for (int i = 0; i < values.length; i++) {
      putInt(table.columnType(i));
      put(values[i]);
    }
    ByteConverter.int4(bytes, lengthAt, length - lengthAt - Integer.BYTES);
  }

  private void begin() {
    bytes = new byte[FIRST_BYTES];
    ByteConverter.int4(bytes, 0, 1); // dimension, and no nulls
    ByteConverter.int4(bytes, COUNTED_FROM_AT, 1);
    length = HEADER_BYTES;
  }

  private void put(@Nullable Object value) {
    switch (value) {
      case null -> putInt(NULL);
      case Boolean yes -> {
        putInt(1);
        room(1);
        bytes[length++] = (byte) (yes ? 1 : 0);
      }
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
      default -> put(Bulk.text(value.toString()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void put(byte[] value) {
    putInt(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
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
