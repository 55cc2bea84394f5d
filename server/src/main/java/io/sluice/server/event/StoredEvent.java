package io.sluice.server.event;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in the database; documents are JSON text.
 *
 * @param definition the id of what it shows of its flow; null for what was written with all of that in its details
 */
public record StoredEvent(
    EventId id,
    LeadId lead,
    FlowId flow,
    EntityId source,
    @Nullable String recipient,
    String type,
    String outcome,
    @Nullable String reason,
    @Nullable String stepId,
    @Nullable String moduleId,
    @Nullable String key,
    String host,
    Instant startedAt,
    Instant endedAt,
    boolean capReached,
    @Nullable BigDecimal purchasePrice,
    @Nullable BigDecimal salePrice,
    @Nullable BigDecimal cost,
    @Nullable BigDecimal revenue,
    @Nullable String changed,
    @Nullable String appended,
    String details,
    @Nullable String definition) {

  /** What an event left to those behind it. */
  record Left(EventId event, LeadId lead, String key, String appended) {}

  /** @param row of all columns of {@code event} */
  public static StoredEvent read(ResultSet row) throws SQLException {
    return new StoredEvent(
        EventId.of(row.getString("id")),
        LeadId.of(row.getString("lead_id")),
        FlowId.of(row.getString("flow_id")),
        EntityId.of(row.getString("source_id")),
        row.getString("recipient_id"),
        row.getString("type"),
        row.getString("outcome"),
        row.getString("reason"),
        row.getString("step_id"),
        row.getString("module_id"),
        row.getString("key"),
        row.getString("host"),
        SqlTime.read(row, "started_at"),
        SqlTime.read(row, "ended_at"),
        row.getBoolean("cap_reached"),
        row.getBigDecimal("purchase_price"),
        row.getBigDecimal("sale_price"),
        row.getBigDecimal("cost"),
        row.getBigDecimal("revenue"),
        row.getString("changed"),
        row.getString("appended"),
        row.getString("details"),
        row.getString("definition_id"));
  }

  long ms() {
    return Math.max(0, endedAt.toEpochMilli() - startedAt.toEpochMilli());
  }
}
