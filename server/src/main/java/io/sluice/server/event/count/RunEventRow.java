package io.sluice.server.event.count;

import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as far as its columns tell.
 *
 * @param changed variables only it saw, as JSON; null where they were not asked for
 */
record RunEventRow(
    String id,
    String lead,
    String flow,
    String source,
    @Nullable String recipientId,
    String type,
    String outcome,
    @Nullable String reason,
    @Nullable String stepId,
    @Nullable String moduleId,
    boolean capReached,
    @Nullable BigDecimal purchasePrice,
    @Nullable BigDecimal salePrice,
    @Nullable BigDecimal cost,
    @Nullable BigDecimal revenue,
    Instant startedAt,
    Instant endedAt,
    @Nullable Long waitMs,
    @Nullable String changed) {

  static final String COLUMNS = "id, lead_id, flow_id, source_id, recipient_id, type, outcome, reason, step_id, module_id, "
      + "cap_reached, purchase_price, sale_price, cost, revenue, started_at, ended_at";

  /** Behind the columns, where it is asked for; else in its place. */
  static final String WAIT_MS = ", substring(details FROM '\"wait_ms\":([0-9]+)')::bigint AS wait_ms";
  static final String NO_WAIT_MS = ", NULL::bigint AS wait_ms";

  static RunEventRow read(ResultSet row, boolean withChanged) throws SQLException {
    return new RunEventRow(row.getString("id"), row.getString("lead_id"), row.getString("flow_id"),
        row.getString("source_id"), row.getString("recipient_id"), row.getString("type"), row.getString("outcome"),
        row.getString("reason"), row.getString("step_id"), row.getString("module_id"), row.getBoolean("cap_reached"),
        row.getBigDecimal("purchase_price"), row.getBigDecimal("sale_price"), row.getBigDecimal("cost"),
        row.getBigDecimal("revenue"), SqlTime.read(row, "started_at"), SqlTime.read(row, "ended_at"),
        row.getObject("wait_ms", Long.class), withChanged ? row.getString("changed") : null);
  }

  long ms() {
    return Math.max(0, endedAt.toEpochMilli() - startedAt.toEpochMilli());
  }

  /** What a lead cost: its source event says it, and feedback that gives it back. */
  BigDecimal costOrZero() {
    return cost == null ? BigDecimal.ZERO : cost;
  }

  /** What recipients pay. A source event only repeats what its recipients' events say. */
  BigDecimal revenueOrZero() {
    return revenue == null || type.equals("source") ? BigDecimal.ZERO : revenue;
  }

  /** The recipient with its name, where variables were read. */
  @Nullable Object recipient() {
    return changed == null ? null : VarsJson.read(changed).get("recipient");
  }

  @Nullable Object feedbackType() {
    return changed != null && VarsJson.read(changed).get("feedback") instanceof Map<?, ?> feedback
        ? feedback.get("type") : null;
  }
}
