package io.sluice.server.crm.campaign;

import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.Paging;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CampaignStore {

  private final JdbcClient db;

  CampaignStore(JdbcClient db) {
    this.db = db;
  }

  List<Campaign> page(
      AccountId account, CompanyId company, Campaign.@Nullable Status status, CampaignSort sort, Paging page) {
    return db.sql("""
        SELECT * FROM crm_campaign
         WHERE account_id = :account AND company_id = :company
           AND (:status::text IS NULL OR status = :status)
         ORDER BY %s LIMIT :limit OFFSET :offset
        """.formatted(sort.sql()))
        .param("account", account.value())
        .param("company", company.value())
        .param("status", status == null ? null : status.word())
        .param("limit", page.perPage())
        .param("offset", page.offset())
        .query(CampaignStore::read)
        .list();
  }

  int count(AccountId account, CompanyId company, Campaign.@Nullable Status status) {
    return db.sql("""
        SELECT count(*) FROM crm_campaign
         WHERE account_id = :account AND company_id = :company AND (:status::text IS NULL OR status = :status)
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("status", status == null ? null : status.word())
        .query(Integer.class)
        .single();
  }

  Optional<Campaign> find(AccountId account, long id) {
    return db.sql("SELECT * FROM crm_campaign WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).query(CampaignStore::read).optional();
  }

  Optional<Campaign> named(AccountId account, CompanyId company, String key) {
    return db.sql("""
        SELECT * FROM crm_campaign WHERE account_id = :account AND company_id = :company AND name_key = :key
        """)
        .param("account", account.value()).param("company", company.value()).param("key", key)
        .query(CampaignStore::read).optional();
  }

  Campaign insert(AccountId account, Campaign wanted) {
    return db.sql("""
        INSERT INTO crm_campaign (account_id, company_id, id, name, name_key, status, starts_at, ends_at, created_at,
                                  updated_at)
        VALUES (:account, :company, nextval('crm_number'), :name, :key, :status, :starts, :ends, :now, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", wanted.company().value())
        .param("name", wanted.name())
        .param("key", NameKey.of(wanted.name()))
        .param("status", wanted.status().word())
        .param("starts", SqlTime.of(wanted.startsAt()))
        .param("ends", SqlTime.of(wanted.endsAt()))
        .param("now", SqlTime.of(wanted.createdAt()))
        .query(CampaignStore::read)
        .single();
  }

  void update(AccountId account, Campaign campaign) {
    db.sql("""
        UPDATE crm_campaign
           SET name = :name, name_key = :key, status = :status, starts_at = :starts, ends_at = :ends, updated_at = :now
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", campaign.id())
        .param("name", campaign.name())
        .param("key", NameKey.of(campaign.name()))
        .param("status", campaign.status().word())
        .param("starts", SqlTime.of(campaign.startsAt()))
        .param("ends", SqlTime.of(campaign.endsAt()))
        .param("now", SqlTime.of(campaign.updatedAt()))
        .update();
  }

  /** By campaign, from the counts that are kept of leads; one without any is left out. */
  Map<Long, Long> leads(AccountId account, CompanyId company, List<Long> campaigns) {
    Map<Long, Long> leads = new HashMap<>();
    db.sql("""
        SELECT campaign_id, sum(leads) AS leads FROM (
          SELECT campaign_id, leads FROM crm_lead_count
           WHERE account_id = :account AND company_id = :company AND campaign_id = ANY (:campaigns)
          UNION ALL
          SELECT campaign_id, leads FROM crm_lead_count_change
           WHERE account_id = :account AND company_id = :company AND campaign_id = ANY (:campaigns)
        ) counted
         GROUP BY campaign_id
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("campaigns", campaigns.toArray(Long[]::new))
        .query(row -> {
          leads.put(row.getLong("campaign_id"), row.getLong("leads"));
        });
    return leads;
  }

  private static Campaign read(ResultSet row, int index) throws SQLException {
    return new Campaign(
        row.getLong("id"),
        new CompanyId(row.getLong("company_id")),
        row.getString("name"),
        Campaign.Status.of(row.getString("status")),
        SqlTime.orNull(row, "starts_at"),
        SqlTime.orNull(row, "ends_at"),
        SqlTime.read(row, "created_at"),
        SqlTime.read(row, "updated_at"));
  }
}
