package io.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Events as the server would have written them over the last ninety days: one account, twenty flows, fifty sources, ten
 * recipients, and of each lead a filter, three recipients and its source, with the fields, rules and bodies of a real flow.
 */
final class PastEvents {

  static final int DAYS = 90;
  static final int EVENTS_A_LEAD = 5;

  private static final int LEADS_AT_ONCE = 20_000;
  private static final int MONTHS_BEHIND = 3;
  private static final long SECONDS = DAYS * 86_400L - 3_600;

  /** Everything follows from the lead's number, so that what is searched for is known. */
  private static final String LEADS = """
      WITH n AS (
        SELECT i, to_hex(? + (i * 7919 %% ?)) AS second, abs(hashint8(i)::bigint) AS h FROM generate_series(?, ?) AS i),
      lead_of AS (
        SELECT i, second || lpad(to_hex(i * 16), 16, '0') AS id, to_timestamp(('x' || lpad(second, 16, '0'))::bit(64)::bigint) AS at,
          lpad(to_hex(100 + (h %% 20) * (h / 20 %% 2 + 1) / 2), 24, 'f') AS flow,
          lpad(to_hex(200 + h %% 50), 24, 'f') AS source, h FROM n)
      """;

  private static final String INSERT_LEADS = LEADS + """
      , written AS (
      INSERT INTO lead (account_id, id, flow_id, source_id, received_at, vars)
      SELECT ?, id, flow, source, at, format($json${"lead":{"id":"%%s","first_name":{"$type":"first_name","normal":"%%s","raw":"%%s","valid":true},"last_name":{"$type":"last_name","normal":"%%s","raw":"%%s","valid":true},"email":{"$type":"email","normal":"%%s","raw":"%%s","valid":true,"user":"x","domain":"initech.example","host":"initech","tld":"example","is_free":false,"is_disposable":false},"phone_1":{"$type":"phone","normal":"%%s","raw":"%%s","valid":true,"area":"512","exchange":"555","line":"%%s","number":"555%%s","country_code":"US","country_calling_code":1,"is_tollfree":false},"address_1":{"$type":"street","normal":"%%s Main St","raw":"%%s Main St","valid":true},"city":"Austin","state":{"$type":"state","normal":"%%s","raw":"%%s","valid":true},"postal_code":{"$type":"postal_code","normal":"7870%%s","raw":"7870%%s","valid":true,"country_code":"US"},"comments":"Please call me back between nine and five, any day of the week, about your offer."},"submission":{"timestamp":"2026-01-01T00:00:00Z","ip":"203.0.113.9"},"account":{"id":"a","name":"Acme"},"flow":{"id":"%%s","name":"Flow %%s"},"source":{"id":"%%s","name":"Source %%s"}}$json$,
          id, first, first, last, last, email, email, phone, phone, right(phone, 4), right(phone, 4), i %% 9999, i %% 9999,
          state, state, i %% 10, i %% 10, flow, right(flow, 2), source, right(source, 2))
        FROM (SELECT *,
            (ARRAY['James','Mary','John','Patricia','Robert','Jennifer','Michael','Linda','David','Elizabeth','William',
              'Barbara','Richard','Susan','Joseph','Jessica','Thomas','Sarah','Carlos','Karen'])[1 + h %% 20] AS first,
            (ARRAY['Smith','Johnson','Williams','Brown','Jones','Garcia','Miller','Davis','Rodriguez','Martinez','Lopez',
              'Wilson','Anderson','Taylor','Moore','Jackson','Lee','Perez','White','Harris'])[1 + h / 20 %% 20]
              || (h / 400 %% 500) AS last,
            'lead' || i || '@' || (ARRAY['initech','globex','hooli'])[1 + h %% 3] || '.example' AS email,
            '512555' || lpad((i %% 10000)::text, 4, '0') AS phone,
            (ARRAY['TX','FL','NY','CA','WA','IL','OH','PA','GA','NC'])[1 + h %% 10] AS state
          FROM lead_of) AS person
      RETURNING account_id, id)
      INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads) SELECT account_id, id, id, 1 FROM written""";

  private static final String INSERT_EVENTS = LEADS + """
      , step AS (
      SELECT lead_of.*, k, second_id, type, left(id, 22) || lpad(to_hex((i * 16 + k + 1) %% 256), 2, '0') AS event,
        CASE WHEN type = 'source' AND h %% 4 = 0 THEN 'failure' WHEN type = 'source' THEN 'success'
          WHEN type = 'filter' THEN 'continue' WHEN h / 4 %% 10 < k THEN 'failure' WHEN h / 40 %% 50 = k THEN 'error'
          ELSE 'success' END AS outcome
        FROM lead_of CROSS JOIN (VALUES (0, 'f', 'filter'), (1, 'r', 'recipient'), (2, 'r', 'recipient'),
          (3, 'r', 'recipient'), (4, 's', 'source')) AS part (k, second_id, type)),
      written AS (
      INSERT INTO event (account_id, id, lead_id, flow_id, source_id, type, outcome, reason, step_id, recipient_id, module_id,
        key, host, started_at, ended_at, cap_reached, purchase_price, sale_price, cost, revenue, changed, appended, details)
      SELECT ?, event, id, flow, source, type, outcome,
        CASE WHEN outcome = 'failure' THEN (ARRAY['Duplicate lead','lead.state must be equal to TX','Cap reached',
          'Outside of hours','Price too low'])[1 + (h / 7 + k) %% 5] WHEN outcome = 'error' THEN 'Timeout' END,
        CASE WHEN type <> 'source' THEN 'step0' || k END,
        CASE WHEN type = 'recipient' THEN lpad(to_hex(300 + (h + k) %% 10), 24, 'f') END,
        CASE type WHEN 'recipient' THEN 'leadconduit-default.outbound' WHEN 'source' THEN 'leadconduit-default.inbound' END,
        CASE WHEN type = 'recipient' THEN 'crm_' || k END, 'bench', at, at + (h %% 900) * interval '1 ms', false,
        CASE WHEN type <> 'filter' THEN 2 END, CASE WHEN type = 'recipient' THEN 5 END,
        CASE WHEN type = 'source' AND outcome = 'success' THEN 2 WHEN type = 'source' THEN 0 END,
        CASE WHEN type = 'recipient' AND outcome = 'success' THEN 5 WHEN type <> 'filter' THEN 0 END,
        CASE WHEN type = 'recipient' THEN format('{"recipient":{"id":"%%s","name":"Recipient %%s"}}',
          lpad(to_hex(300 + (h + k) %% 10), 24, 'f'), (h + k) %% 10) END,
        CASE WHEN type = 'recipient' THEN format('{"outcome":"%%s","price":5,"lead":{"id":"%%s"}}', outcome, i) END,
        '{"handler_version":"0.1.0","package_version":"0.1.0","wait_ms":' || h %% 800 || ',"rule_set":{"op":"and","rules":[{"id":"abc123","lhv":"lead.state","op":"is equal to","rhv":"TX"},{"id":"abc124","lhv":"lead.email","op":"is not blank"}]},"mappings":[{"id":"map001","property":"url","value":"https://crm.example/leads"}]}'
        FROM step ORDER BY event
      RETURNING account_id, id, type)
      INSERT INTO event_body (account_id, event_id, transactions)
      SELECT account_id, id, '[{"request":{"method":"POST","uri":"https://crm.example/leads","version":"1.1","headers":{"content-type":"application/x-www-form-urlencoded","accept":"application/json"},"body":"first_name=James&last_name=Smith&email=lead%%40initech.example&phone_1=5125551212&state=TX","timestamp":1},"response":{"status":200,"status_text":"OK","version":"1.1","headers":{"content-type":"application/json"},"body":"{\\"outcome\\":\\"success\\"}","timestamp":2},"ms":120}]'
        FROM written WHERE type <> 'filter'""";

  private final String account;
  private final long start = Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond() - DAYS * 86_400L + 3_600;
  private PostgresServer database;
  private long leads;

  PastEvents(PostgresServer database, String account) {
    this.database = database;
    this.account = account;
  }

  /** The same events after the database was started again, which changes its port. */
  PastEvents in(PostgresServer startedAgain) {
    database = startedAgain;
    return this;
  }

  String someLead() throws SQLException {
    return database.text("SELECT id FROM lead LIMIT 1");
  }

  /** The server makes months ahead; these lie behind. */
  void makeMonths() throws SQLException {
    List<String> tables = database.texts("""
        SELECT parent.relname FROM pg_partitioned_table cut JOIN pg_class parent ON parent.oid = cut.partrelid""");
    YearMonth now = YearMonth.now(ZoneOffset.UTC);
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      for (String table : tables) {
        for (int i = 1; i <= MONTHS_BEHIND; i++) {
          YearMonth month = now.minusMonths(i);
          statement.execute("CREATE TABLE IF NOT EXISTS %s_%d_%02d PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
              .formatted(table, month.getYear(), month.getMonthValue(), table, firstId(month),
                  firstId(month.plusMonths(1))));
        }
      }
    }
  }

  private static String firstId(YearMonth month) {
    return "%08x".formatted(month.atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC)) + "0".repeat(16);
  }

  /** Adds leads until there are so many events. @return how long it took, in seconds */
  double fill(long events) throws SQLException {
    long began = System.nanoTime();
    long wanted = events / EVENTS_A_LEAD;
    try (Connection connection = database.connect();
        PreparedStatement insertLeads = connection.prepareStatement(INSERT_LEADS.replace("%%", "%"));
        PreparedStatement insertEvents = connection.prepareStatement(INSERT_EVENTS.replace("%%", "%"))) {
      while (leads < wanted) {
        long last = Math.min(wanted, leads + LEADS_AT_ONCE);
        for (PreparedStatement insert : List.of(insertLeads, insertEvents)) {
          insert.setLong(1, start);
          insert.setLong(2, SECONDS);
          insert.setLong(3, leads + 1);
          insert.setLong(4, last);
          insert.setString(5, account);
          insert.executeUpdate();
        }
        leads = last;
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /** Waits until the server has shown all leads to search and statistics. @return leads a second */
  double follow() throws SQLException, InterruptedException {
    long began = System.nanoTime();
    long left = database.number("SELECT count(*) FROM fresh_leads");
    while (database.number("SELECT count(*) FROM (SELECT FROM fresh_leads LIMIT 1) one") > 0) {
      Thread.sleep(2_000);
    }
    return left / ((System.nanoTime() - began) / 1e9);
  }

  /** What the database would do by itself in the night. */
  void tidy() throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE)");
    }
  }
}
