package io.sluice.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Leads as a company would have them after a year: eight sources, twelve campaigns, ten territories, forty agents, four
 * quarters; the older, the more of them won or lost; every twentieth a duplicate, every tenth assigned to nobody.
 */
final class PastLeads {

  /** The access of the company's first user, who is its admin or, while that is measured, an agent. */
  static final int FIRST_AGENT = 1001;
  private static final int AT_ONCE = 20_000;

  /** Configuration and agents, written as the server writes them. The first agent receives the first source's leads. */
  private static final String[] COMPANY = {
      """
      INSERT INTO account_user (id, number, account_id, email, password_hash, first_name, last_name, verified_at, ui_state, created_at)
      SELECT lpad(to_hex(i), 24, 'a'), nextval('user_number'), %1$s, 'agent' || i || '@acme.example', NULL, 'Agent', 'No' || i,
        now(), '{}', now() FROM generate_series(2, 40) AS i""",
      """
      INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
      SELECT 1000 + i, lpad(to_hex(i), 24, 'a'), %2$d, 'agent', true, now() FROM generate_series(2, 40) AS i""",
      "UPDATE user_access SET id = 1001 WHERE company_id = %2$d AND access_name = 'admin'",
      """
      INSERT INTO crm_source (account_id, company_id, id, name, name_key, priority, created_at)
      SELECT %1$s, %2$d, 100 + i, 'Source ' || i, 'source ' || i, i, now() FROM generate_series(1, 8) AS i""",
      """
      INSERT INTO crm_source_user_access (account_id, company_id, source_id, user_access_id, created_at)
      SELECT %1$s, %2$d, 101 + i %% 8, 1000 + i, now() FROM generate_series(1, 40) AS i""",
      """
      INSERT INTO crm_campaign (account_id, company_id, id, name, name_key, status, created_at, updated_at)
      SELECT %1$s, %2$d, 200 + i, 'Campaign ' || i, 'campaign ' || i, 'active', now(), now() FROM generate_series(1, 12) AS i""",
      """
      INSERT INTO crm_territory (account_id, company_id, id, name, name_key, created_at)
      SELECT %1$s, %2$d, 300 + i, 'Territory ' || i, 'territory ' || i, now() FROM generate_series(1, 10) AS i""",
      """
      INSERT INTO crm_territory_user_access (account_id, company_id, territory_id, user_access_id)
      SELECT %1$s, %2$d, 301 + i %% 10, 1000 + i FROM generate_series(1, 40) AS i"""};

  /** Everything follows from the lead's number, so that what is searched for is known. */
  private static final String LEADS = """
      WITH n AS (
        SELECT i, abs(hashint8(i)::bigint) AS h, abs(hashint8(i + 1000000007)::bigint) AS g,
          now() - interval '365 days' + (i * 365.0 / ?) * interval '1 day' AS at
          FROM generate_series(?, ?) AS i),
      person AS (
        SELECT *, i - CASE WHEN i % 20 = 0 THEN 10 ELSE 0 END AS who,
          (ARRAY['James','Mary','John','Patricia','Robert','Jennifer','Michael','Linda','David','Elizabeth','William',
            'Barbara','Richard','Susan','Joseph','Jessica','Thomas','Sarah','Carlos','Karen'])[1 + h % 20] AS first,
          (ARRAY['Smith','Johnson','Williams','Brown','Jones','Garcia','Miller','Davis','Rodriguez','Martinez','Lopez',
            'Wilson','Anderson','Taylor','Moore','Jackson','Lee','Perez','White','Harris'])[1 + h / 20 % 20]
            || (h / 400 % 500) AS last,
          (ARRAY['initech','globex','hooli'])[1 + h % 3] AS host, (h / 7 % 10)::int AS area
          FROM n),
      made AS (
        SELECT *, 'lead' || who || '@' || host || '.example' AS mail, '512' || lpad((who % 10000000)::text, 7, '0') AS digits,
          CASE WHEN i % 10 = 3 THEN NULL ELSE 1001 + area + (g % 4) * 10 END AS agent,
          CASE WHEN g % 100 < 40 + 50 * (extract(epoch FROM now() - at) / 31536000) THEN 5 + g / 3 % 2
            ELSE 1 + g / 5 % 4 END AS stage,
          101 + (g / 11 % 8) AS source, CASE WHEN g % 3 = 0 THEN NULL ELSE 201 + (g / 11 % 8) + (g / 88 % 5) END AS campaign
          FROM person)
      INSERT INTO crm_lead (account_id, company_id, id, first_name, last_name, email, phone, city, state, zip_code, email_key,
        phone_key, first_name_key, last_name_key, stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id,
        duplicate_of_id, stage_changed_at, created_at, updated_at, words)
      SELECT ?, ?, i, first, last, mail, '(512) ' || substr(digits, 4, 3) || '-' || substr(digits, 7), 'Austin', 'TX',
        '7870' || area, mail, digits, lower(first), lower(last), stage, source, campaign, 301 + area,
        400 + extract(quarter FROM at), agent, CASE WHEN who <> i THEN who END, at, at,
        least(now(), at + (g % 30) * interval '1 day'),
        array_to_tsvector(ARRAY(SELECT DISTINCT ? || '/' || word FROM unnest(ARRAY[lower(first), lower(last), 'lead' || who,
          host, 'example', 'lead' || who || host || 'example', digits, right(digits, 7), right(digits, 4)]) AS word))
        FROM made""";

  private static final String[] COUNTS = {
      """
      INSERT INTO crm_lead_month_count
      SELECT account_id, company_id, date_trunc('month', created_at, 'UTC')::date, coalesce(user_access_id, 0), stage_id,
        coalesce(source_id, 0), coalesce(campaign_id, 0), coalesce(territory_id, 0), coalesce(cycle_id, 0),
        duplicate_of_id IS NOT NULL, count(*)
        FROM crm_lead GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10""",
      """
      INSERT INTO crm_lead_count
      SELECT account_id, company_id, user_access_id, stage_id, source_id, campaign_id, territory_id, cycle_id, is_duplicate,
        sum(leads) FROM crm_lead_month_count GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9""",
      """
      INSERT INTO crm_lead_stage_count
      SELECT account_id, company_id, user_access_id, stage_id, sum(leads) FROM crm_lead_count GROUP BY 1, 2, 3, 4"""};

  private static final String INDEXES = " FROM pg_indexes WHERE tablename = 'crm_lead' AND indexname <> 'crm_lead_pk'";

  private final PostgresServer database;
  private final String account;
  private final long company;

  PastLeads(PostgresServer database) throws SQLException {
    this.database = database;
    this.account = database.text("SELECT id FROM account");
    this.company = database.number("SELECT id FROM company WHERE is_root");
  }

  long company() {
    return company;
  }

  /** @return how long it took, in seconds */
  double fill(long leads) throws SQLException {
    long began = System.nanoTime();
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(LEADS)) {
      for (String sql : COMPANY) {
        statement.execute(sql.formatted("'" + account + "'", company));
      }
      // Made behind the leads, an index takes seconds instead of minutes.
      List<String> indexes = database.texts("SELECT indexdef" + INDEXES);
      for (String name : database.texts("SELECT indexname" + INDEXES)) {
        statement.execute("DROP INDEX " + name);
      }
      for (long done = 0; done < leads; done += AT_ONCE) {
        insert.setLong(1, leads);
        insert.setLong(2, done + 1);
        insert.setLong(3, Math.min(leads, done + AT_ONCE));
        insert.setString(4, account);
        insert.setLong(5, company);
        insert.setString(6, Long.toString(company));
        insert.executeUpdate();
      }
      statement.execute("SET maintenance_work_mem = '256MB'");
      for (String index : indexes) {
        statement.execute(index);
      }
      statement.execute("SELECT setval('crm_lead_number', " + leads + ")");
      for (String sql : COUNTS) {
        statement.execute(sql);
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /** What the database would do by itself in the night. */
  void tidy() throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE)");
    }
  }
}
