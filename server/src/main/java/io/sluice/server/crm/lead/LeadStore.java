package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.crm.lead.contact.ContactKeys;
import io.sluice.server.crm.lead.contact.LeadWords;
import io.sluice.server.crm.lead.count.LeadKind;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadStore {

  private static final String SELECT = """
      SELECT l.*, s.name AS source_name, c.name AS campaign_name, t.name AS territory_name,
             u.number AS user_number, u.first_name AS user_first_name, u.last_name AS user_last_name
        FROM crm_lead l
        LEFT JOIN crm_source s ON s.account_id = l.account_id AND s.company_id = l.company_id AND s.id = l.source_id
        LEFT JOIN crm_campaign c ON c.account_id = l.account_id AND c.company_id = l.company_id AND c.id = l.campaign_id
        LEFT JOIN crm_territory t
          ON t.account_id = l.account_id AND t.company_id = l.company_id AND t.id = l.territory_id
        LEFT JOIN user_access a ON a.id = l.user_access_id AND a.company_id = l.company_id
        LEFT JOIN account_user u ON u.id = a.user_id
      """;

  private final JdbcClient db;

  LeadStore(JdbcClient db) {
    this.db = db;
  }

  /** Which of the ids that leads name are the company's, by the field that names them. */
  Map<String, Set<Long>> known(AccountId account, CompanyId company, Map<String, Set<Long>> named) {
    Map<String, Set<Long>> known = new HashMap<>();
    db.sql("""
        SELECT 'source_id' AS field, id FROM crm_source
         WHERE account_id = :account AND company_id = :company AND id = ANY (:sources)
        UNION ALL
        SELECT 'campaign_id', id FROM crm_campaign
         WHERE account_id = :account AND company_id = :company AND id = ANY (:campaigns)
        UNION ALL
        SELECT 'territory_id', id FROM crm_territory
         WHERE account_id = :account AND company_id = :company AND id = ANY (:territories)
        UNION ALL
        SELECT 'user_access_id', id FROM user_access WHERE company_id = :company AND id = ANY (:userAccesses)
        """)
        .param("account", account.value()).param("company", company.value())
        .param("sources", numbers(named, "source_id"))
        .param("campaigns", numbers(named, "campaign_id"))
        .param("territories", numbers(named, "territory_id"))
        .param("userAccesses", numbers(named, "user_access_id"))
        .query(row -> {
          known.computeIfAbsent(row.getString("field"), _ -> new HashSet<>()).add(row.getLong("id"));
        });
    return known;
  }

  private static Long[] numbers(Map<String, Set<Long>> named, String field) {
    return named.getOrDefault(field, Set.of()).toArray(Long[]::new);
  }

  /** The oldest leads, by their keys. */
  record Oldest(Map<String, Long> byEmail, Map<String, Long> byPhone) {}

  Oldest oldest(AccountId account, CompanyId company, Collection<ContactKeys> keys) {
    Oldest oldest = new Oldest(new HashMap<>(), new HashMap<>());
    db.sql("""
        SELECT true AS is_email, wanted.key, found.id
          FROM unnest(CAST(:emails AS text[])) AS wanted (key)
         CROSS JOIN LATERAL (
           SELECT id FROM crm_lead
            WHERE account_id = :account AND company_id = :company AND email_key = wanted.key COLLATE "C"
            ORDER BY id LIMIT 1) found
        UNION ALL
        SELECT false, wanted.key, found.id
          FROM unnest(CAST(:phones AS text[])) AS wanted (key)
         CROSS JOIN LATERAL (
           SELECT id FROM crm_lead
            WHERE account_id = :account AND company_id = :company AND phone_key = wanted.key COLLATE "C"
            ORDER BY id LIMIT 1) found
        """)
        .param("account", account.value()).param("company", company.value())
        .param("emails", distinct(keys, ContactKeys::email)).param("phones", distinct(keys, ContactKeys::phone))
        .query(row -> {
          (row.getBoolean("is_email") ? oldest.byEmail() : oldest.byPhone()).put(row.getString("key"), row.getLong("id"));
        });
    return oldest;
  }

  private static String[] distinct(Collection<ContactKeys> keys, Function<ContactKeys, @Nullable String> of) {
    return keys.stream().map(of).filter(Objects::nonNull).distinct().toArray(String[]::new);
  }

  /** Rising. */
  List<Long> nextIds(AccountId account, int count) {
    return db.sql("SELECT nextval('crm_lead_number') FROM generate_series(1, :count) ORDER BY 1")
        .param("count", count).query(Long.class).list();
  }

  void insert(AccountId account, CompanyId company, @Nullable UserId by, List<Draft> drafts, Instant now) {
    var insert = db.sql("""
        INSERT INTO crm_lead (account_id, company_id, id, first_name, last_name, email, phone, address, city, state,
            zip_code, country, email_key, phone_key, first_name_key, last_name_key, stage_id, source_id, campaign_id,
            territory_id, cycle_id, user_access_id, duplicate_of_id, exchange_lead_id, exchange_event_id, created_by,
            stage_changed_at, created_at, updated_at, words)
        SELECT :account, :company, id, first_name, last_name, email, phone, address, city, state,
            zip_code, country, email_key, phone_key, first_name_key, last_name_key, stage_id, source_id, campaign_id,
            territory_id, cycle_id, user_access_id, duplicate_of_id, exchange_lead_id, exchange_event_id, :by,
            :now, :now, :now, words
          FROM unnest(CAST(:id AS bigint[]), CAST(:first_name AS text[]), CAST(:last_name AS text[]),
            CAST(:email AS text[]), CAST(:phone AS text[]), CAST(:address AS text[]), CAST(:city AS text[]),
            CAST(:state AS text[]), CAST(:zip_code AS text[]), CAST(:country AS text[]), CAST(:email_key AS text[]),
            CAST(:phone_key AS text[]), CAST(:first_name_key AS text[]), CAST(:last_name_key AS text[]),
            CAST(:stage_id AS bigint[]), CAST(:source_id AS bigint[]), CAST(:campaign_id AS bigint[]),
            CAST(:territory_id AS bigint[]), CAST(:cycle_id AS bigint[]), CAST(:user_access_id AS bigint[]),
            CAST(:duplicate_of_id AS bigint[]), CAST(:exchange_lead_id AS text[]), CAST(:exchange_event_id AS text[]),
            CAST(:words AS tsvector[]))
            AS made (id, first_name, last_name, email, phone, address, city, state, zip_code, country, email_key,
              phone_key, first_name_key, last_name_key, stage_id, source_id, campaign_id, territory_id, cycle_id,
              user_access_id, duplicate_of_id, exchange_lead_id, exchange_event_id, words)
        """)
        .param("account", account.value()).param("company", company.value())
        .param("by", by == null ? null : by.value()).param("now", SqlTime.of(now));
    insert = texts(insert, drafts, "first_name", draft -> draft.wanted().contact().firstName());
    insert = texts(insert, drafts, "last_name", draft -> draft.wanted().contact().lastName());
    insert = texts(insert, drafts, "email", draft -> draft.wanted().contact().email());
    insert = texts(insert, drafts, "phone", draft -> draft.wanted().contact().phone());
    insert = texts(insert, drafts, "address", draft -> draft.wanted().contact().address());
    insert = texts(insert, drafts, "city", draft -> draft.wanted().contact().city());
    insert = texts(insert, drafts, "state", draft -> draft.wanted().contact().state());
    insert = texts(insert, drafts, "zip_code", draft -> draft.wanted().contact().zipCode());
    insert = texts(insert, drafts, "country", draft -> draft.wanted().contact().country());
    insert = texts(insert, drafts, "email_key", draft -> draft.keys().email());
    insert = texts(insert, drafts, "phone_key", draft -> draft.keys().phone());
    insert = texts(insert, drafts, "first_name_key", draft -> LeadWords.sortKey(draft.wanted().contact().firstName()));
    insert = texts(insert, drafts, "last_name_key", draft -> LeadWords.sortKey(draft.wanted().contact().lastName()));
    insert = texts(insert, drafts, "exchange_lead_id",
        draft -> draft.wanted().origin() instanceof Origin.Sold sold ? sold.lead().value() : null);
    insert = texts(insert, drafts, "exchange_event_id",
        draft -> draft.wanted().origin() instanceof Origin.Sold sold ? sold.event().value() : null);
    insert = texts(insert, drafts, "words", draft -> LeadWords.vector(company, draft.wanted().contact(), draft.keys()));
    insert = numbers(insert, drafts, "id", Draft::id);
    insert = numbers(insert, drafts, "stage_id", Draft::stage);
    insert = numbers(insert, drafts, "source_id", draft -> draft.wanted().source());
    insert = numbers(insert, drafts, "campaign_id", draft -> draft.wanted().campaign());
    insert = numbers(insert, drafts, "territory_id", Draft::territory);
    insert = numbers(insert, drafts, "cycle_id", Draft::cycle);
    insert = numbers(insert, drafts, "user_access_id", Draft::userAccess);
    insert = numbers(insert, drafts, "duplicate_of_id", Draft::duplicateOf);
    insert.update();
  }

  private static JdbcClient.StatementSpec texts(
      JdbcClient.StatementSpec insert, List<Draft> drafts, String name, Function<Draft, @Nullable String> of) {
    return insert.param(name, drafts.stream().map(of).toArray(String[]::new));
  }

  private static JdbcClient.StatementSpec numbers(
      JdbcClient.StatementSpec insert, List<Draft> drafts, String name, Function<Draft, @Nullable Long> of) {
    return insert.param(name, drafts.stream().map(of).toArray(Long[]::new));
  }

  /** By number. */
  List<Lead> find(AccountId account, CompanyId company, Collection<Long> ids, Map<Long, String> stages) {
    return db.sql(SELECT + "WHERE l.account_id = :account AND l.company_id = :company AND l.id = ANY (:ids) ORDER BY l.id")
        .param("account", account.value()).param("company", company.value()).param("ids", ids.toArray(Long[]::new))
        .query((row, _) -> read(row, stages)).list();
  }

  /** As it stands, and nobody else changes it until the transaction ends. */
  Optional<Lead> lock(AccountId account, CompanyId company, long id, Map<Long, String> stages) {
    return db.sql(SELECT + "WHERE l.account_id = :account AND l.company_id = :company AND l.id = :id FOR NO KEY UPDATE OF l")
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .query((row, _) -> read(row, stages)).optional();
  }

  /** What it is counted as. */
  LeadKind kind(AccountId account, long id) {
    return db.sql("SELECT * FROM crm_lead WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id)
        .query((row, _) -> kind(row)).single();
  }

  /** All but whose duplicate it is. */
  void update(AccountId account, CompanyId company, long id, LeadState state, Instant now) {
    Contact contact = state.contact();
    ContactKeys keys = contact.keys();
    db.sql("""
        UPDATE crm_lead SET first_name = :first_name, last_name = :last_name, email = :email, phone = :phone,
            address = :address, city = :city, state = :state, zip_code = :zip_code, country = :country,
            email_key = :email_key, phone_key = :phone_key, first_name_key = :first_name_key,
            last_name_key = :last_name_key, source_id = :source, campaign_id = :campaign, territory_id = :territory,
            user_access_id = :user_access, words = CAST(:words AS tsvector),
            stage_changed_at = CASE WHEN stage_id = :stage THEN stage_changed_at ELSE :now END,
            stage_id = :stage, updated_at = :now
         WHERE account_id = :account AND company_id = :company AND id = :id
        """)
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .param("first_name", contact.firstName()).param("last_name", contact.lastName())
        .param("email", contact.email()).param("phone", contact.phone()).param("address", contact.address())
        .param("city", contact.city()).param("state", contact.state()).param("zip_code", contact.zipCode())
        .param("country", contact.country()).param("email_key", keys.email()).param("phone_key", keys.phone())
        .param("first_name_key", LeadWords.sortKey(contact.firstName()))
        .param("last_name_key", LeadWords.sortKey(contact.lastName()))
        .param("source", state.source()).param("campaign", state.campaign()).param("territory", state.territory())
        .param("user_access", state.userAccess()).param("words", LeadWords.vector(company, contact, keys))
        .param("stage", state.stage()).param("now", SqlTime.of(now))
        .update();
  }

  /** The leads of a user access become nobody's. @return what they were counted as, and how many each */
  Map<LeadKind, Long> unassign(AccountId account, CompanyId company, long userAccess, Instant now) {
    Map<LeadKind, Long> kinds = new HashMap<>();
    db.sql("""
        WITH freed AS (
          UPDATE crm_lead SET user_access_id = NULL, updated_at = :now
           WHERE account_id = :account AND company_id = :company AND user_access_id = :userAccess
          RETURNING stage_id, source_id, campaign_id, territory_id, cycle_id, duplicate_of_id IS NOT NULL AS is_duplicate,
            date_trunc('month', created_at, 'UTC') AS month
        )
        SELECT stage_id, source_id, campaign_id, territory_id, cycle_id, is_duplicate, month, count(*) AS leads
          FROM freed GROUP BY 1, 2, 3, 4, 5, 6, 7
        """)
        .param("account", account.value()).param("company", company.value()).param("userAccess", userAccess)
        .param("now", SqlTime.of(now))
        .query(row -> {
          kinds.put(LeadKind.of(userAccess, row.getLong("stage_id"), number(row, "source_id"),
              number(row, "campaign_id"), number(row, "territory_id"), number(row, "cycle_id"),
              row.getBoolean("is_duplicate"), SqlTime.read(row, "month")), row.getLong("leads"));
        });
    return kinds;
  }

  static LeadKind kind(ResultSet row) throws SQLException {
    return LeadKind.of(number(row, "user_access_id"), row.getLong("stage_id"), number(row, "source_id"),
        number(row, "campaign_id"), number(row, "territory_id"), number(row, "cycle_id"),
        number(row, "duplicate_of_id") != null, SqlTime.read(row, "created_at"));
  }

  private static Lead read(ResultSet row, Map<Long, String> stages) throws SQLException {
    long stage = row.getLong("stage_id");
    String userFirstName = row.getString("user_first_name");
    String exchangeLead = row.getString("exchange_lead_id");
    String createdBy = row.getString("created_by");
    return new Lead(
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        row.getLong("id"),
        new Contact(row.getString("first_name"), row.getString("last_name"), row.getString("email"),
            row.getString("phone"), row.getString("address"), row.getString("city"), row.getString("state"),
            row.getString("zip_code"), row.getString("country")),
        new Lead.Named(stage, stages.getOrDefault(stage, "")),
        named(row, "source"),
        named(row, "campaign"),
        named(row, "territory"),
        number(row, "cycle_id"),
        userFirstName == null ? null : new Lead.Assignee(row.getLong("user_access_id"), row.getLong("user_number"),
            (userFirstName + " " + row.getString("user_last_name")).strip()),
        number(row, "duplicate_of_id"),
        exchangeLead == null ? null : new Lead.Exchange(exchangeLead, row.getString("exchange_event_id")),
        SqlTime.orNull(row, "opted_out_at"),
        createdBy == null ? null : UserId.of(createdBy),
        SqlTime.read(row, "stage_changed_at"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }

  private static Lead.@Nullable Named named(ResultSet row, String what) throws SQLException {
    String name = row.getString(what + "_name");
    return name == null ? null : new Lead.Named(row.getLong(what + "_id"), name);
  }

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }
}
