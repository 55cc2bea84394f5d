package io.sluice.server.event.count;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.WithoutAccount;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

@Repository
class RunCountStore {

  private static final int READ_AT_ONCE = 1_000;

  private final JdbcClient db;
  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  RunCountStore(JdbcClient db, JdbcOperations jdbc, TransactionOperations transactions) {
    this.db = db;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** The one that the caller's transaction is on. */
  @WithoutAccount("connections are the installation's")
  PGConnection connection() {
    return Objects.requireNonNull(
        jdbc.execute((ConnectionCallback<PGConnection>) connection -> connection.unwrap(PGConnection.class)));
  }

  /** The events of these leads' runs, in order. */
  List<RunEventRow> events(AccountId account, Collection<LeadId> leads) {
    if (leads.isEmpty()) {
      return List.of();
    }
    // Lead by lead: asked for all at once, the planner may read everything since the first of them.
    return db.sql("SELECT found.* FROM unnest(:leads) AS wanted (id) CROSS JOIN LATERAL (SELECT "
        + RunEventRow.COLUMNS + RunEventRow.NO_WAIT_MS + """
        , changed FROM event
           WHERE account_id = :account AND lead_id = wanted.id AND event.id > :above
             AND type IN ('source', 'recipient', 'filter')
           ORDER BY event.id) AS found
        """)
        .param("account", account.value())
        .param("leads", leads.stream().map(LeadId::value).toArray(String[]::new))
        .param("above", leads.stream().map(lead -> lead.value().substring(0, 8)).sorted().findFirst().orElseThrow())
        .query((row, _) -> RunEventRow.read(row, true)).list();
  }

  /** Shows the shapes seen in a month, or in several, by their ids; of several months the same may come again. */
  void shapes(AccountId account, String fromMonth, String toMonth, BiConsumer<String, RunShape> seen) {
    var query = db.sql("SELECT id, body FROM run_shape WHERE account_id = :account AND month >= :from AND month <= :to")
        .param("account", account.value()).param("from", fromMonth).param("to", toMonth);
    showPieceByPiece(query, row -> seen.accept(row.getString("id"), RunShape.read(row.getString("body"))));
  }

  /** A cursor lives in a transaction only; without one the driver reads all before it shows any. */
  private void showPieceByPiece(JdbcClient.StatementSpec query, RowCallbackHandler seen) {
    transactions.executeWithoutResult(_ -> query.withFetchSize(READ_AT_ONCE).query(seen));
  }

  /** @param bodies by id, in the order of the ids: two who add the same must not wait for each other */
  void addShapes(AccountId account, String month, Map<String, String> bodies) {
    if (!bodies.isEmpty()) {
      db.sql("""
          INSERT INTO run_shape (account_id, month, id, body)
          SELECT :account, :month, shape.* FROM unnest(:ids::text[], :bodies::text[]) AS shape
          ON CONFLICT (account_id, month, id) DO NOTHING
          """)
          .param("account", account.value()).param("month", month)
          .param("ids", bodies.keySet().toArray(String[]::new))
          .param("bodies", bodies.values().toArray(String[]::new))
          .update();
    }
  }

  /** How many leads of a quarter had a shape, and their money. @param revenue a sum for each event of the shape */
  record Cell(String quarter, String shape, long leads, BigDecimal cost, BigDecimal[] revenue) {}

  /** Adds to what was counted before. @param cells in the order of their keys, as of {@link #addShapes} */
  void add(AccountId account, List<Cell> cells) {
    if (!cells.isEmpty()) {
      db.sql("""
          INSERT INTO run_count AS known (account_id, quarter, shape_id, leads, cost, revenue)
          SELECT :account, quarter, shape, leads, cost, string_to_array(revenue, ',')::numeric[]
            FROM unnest(:quarters::text[], :shapes::text[], :leads::bigint[], :costs::numeric[], :revenues::text[])
              AS cell (quarter, shape, leads, cost, revenue)
          ON CONFLICT (account_id, quarter, shape_id) DO UPDATE
             SET leads = known.leads + EXCLUDED.leads, cost = known.cost + EXCLUDED.cost,
                 revenue = ARRAY(
                   SELECT coalesce(before, 0) + coalesce(more, 0)
                     FROM unnest(known.revenue, EXCLUDED.revenue) WITH ORDINALITY AS sums (before, more, place)
                    ORDER BY place)
          """)
          .param("account", account.value())
          .param("quarters", cells.stream().map(Cell::quarter).toArray(String[]::new))
          .param("shapes", cells.stream().map(Cell::shape).toArray(String[]::new))
          .param("leads", cells.stream().map(cell -> Long.toString(cell.leads())).toArray(String[]::new))
          .param("costs", cells.stream().map(cell -> cell.cost().toPlainString()).toArray(String[]::new))
          .param("revenues", cells.stream().map(cell -> Arrays.stream(cell.revenue())
              .map(BigDecimal::toPlainString).collect(Collectors.joining(","))).toArray(String[]::new))
          .update();
    }
  }

  /** The cells of a bucket and a shape together. */
  record Sum(int bucket, String shape, long leads, BigDecimal cost, List<BigDecimal> revenue) {}

  /**
   * Shows them as they are read: there can be as many as shapes times buckets, which no memory holds.
   *
   * @param from and {@code to}: first ids of quarters, {@code to} exclusive
   * @param bounds the first ids of the buckets
   * @param events how many the longest shape has
   */
  void sums(AccountId account, String from, String to, List<String> bounds, int events, Consumer<Sum> seen) {
    // Summed place by place: an array cannot be summed as a whole.
    String revenue = IntStream.rangeClosed(1, events).mapToObj(i -> "sum(revenue[" + i + "])")
        .collect(Collectors.joining(", ", "ARRAY[", "]::numeric[]"));
    String bucket = bounds.size() == 1 ? "1" : "width_bucket(quarter, :bounds::text[])";
    var query = db.sql("""
        SELECT %s AS bucket, shape_id, sum(leads) AS leads, sum(cost) AS cost, %s AS revenue
          FROM run_count
         WHERE account_id = :account AND quarter >= :from AND quarter < :to
         GROUP BY 1, 2
        """.formatted(bucket, revenue))
        .param("account", account.value()).param("from", from).param("to", to);
    var bounded = bounds.size() == 1 ? query : query.param("bounds", bounds.toArray(String[]::new));
    showPieceByPiece(bounded, row -> seen.accept(new Sum(row.getInt("bucket") - 1, row.getString("shape_id"),
        row.getLong("leads"), row.getBigDecimal("cost"), amounts(row))));
  }

  private static List<BigDecimal> amounts(ResultSet row) throws SQLException {
    Array array = row.getArray("revenue");
    List<BigDecimal> amounts = new ArrayList<>();
    for (@Nullable BigDecimal amount : (@Nullable BigDecimal[]) array.getArray()) {
      amounts.add(amount == null ? BigDecimal.ZERO : amount);
    }
    return amounts;
  }
}
