package io.sluice.server.event.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postgresql.core.Oid;

/** A table the log adds rows to, with the columns of the type they are sent as: {@code new_lead} for {@code lead}. */
enum NewTable {
  RECEIPT("""
      account_id text, lead_id text, flow_id text, source_id text, node_id text, lives integer, hops integer,
      sold_by_event_id text, received_at timestamptz, submission bytea, key_hash text, found text"""),
  ATTEMPT(2, """
      account_id text, lead_id text, step_id text, event_ids text, started_at timestamptz, step text"""),
  LEAD("""
      account_id text, id text, flow_id text, source_id text, sold_by_event_id text, received_at timestamptz,
      vars text"""),
  FRESH_LEADS("""
      account_id text, first_id text, lead_ids text, leads integer"""),
  EVENT(2, """
      account_id text, id text, lead_id text, flow_id text, source_id text, type text, outcome text,
      reason text, step_id text, recipient_id text, module_id text, key text, host text, started_at timestamptz,
      ended_at timestamptz, cap_reached boolean, purchase_price numeric, sale_price numeric, cost numeric,
      revenue numeric, changed text, appended text, details text, definition_id text"""),
  EVENT_BODY("""
      account_id text, event_id text, transactions text"""),
  RETRY("""
      account_id text, event_id text, lead_id text, flow_id text, step_id text, recipient_id text,
      module_id text, idempotency_key text, attempts integer, next_at timestamptz, last_reason text, data text,
      key_id text, created_at timestamptz"""),
  FIREHOSE_EVENT("""
      account_id text, flow_id text, event_id text, lead_id text""");

  private final String type;
  private final String sql;
  private final int[] columnTypes;

  NewTable(String columns) {
    this(1, columns);
  }

  /**
   * @param version of the type: one that is in use is never changed (decision 0127)
   * @param columns as the type has them, each a name and a type
   */
  NewTable(int version, String columns) {
    List<String[]> each = Arrays.stream(columns.split(",")).map(column -> column.strip().split(" ")).toList();
    String names = each.stream().map(column -> column[0]).collect(Collectors.joining(", "));
    String table = name().toLowerCase(Locale.ROOT);
    this.type = "new_" + table + (version == 1 ? "" : "_" + version);
    this.sql = "INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM unnest(?::" + type + "[])";
    this.columnTypes = each.stream().mapToInt(column -> oid(column[1])).toArray();
  }

  String type() {
    return type;
  }

  /** Adds rows; its parameter is an array of the type. */
  String sql() {
    return sql;
  }

  int columns() {
    return columnTypes.length;
  }

  int columnType(int index) {
    return columnTypes[index];
  }

  private static int oid(String type) {
    return switch (type) {
      case "text" -> Oid.TEXT;
      case "integer" -> Oid.INT4;
      case "boolean" -> Oid.BOOL;
      case "numeric" -> Oid.NUMERIC;
      case "timestamptz" -> Oid.TIMESTAMPTZ;
      case "bytea" -> Oid.BYTEA;
      default -> throw new IllegalArgumentException(type);
    };
  }
}
