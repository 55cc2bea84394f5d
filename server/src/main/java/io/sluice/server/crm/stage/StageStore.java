package io.sluice.server.crm.stage;

import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class StageStore {

  private final JdbcClient db;

  StageStore(JdbcClient db) {
    this.db = db;
  }

  /** In order, the hidden ones last. Empty: the account has changed nothing. */
  List<Stage> of(AccountId account) {
    List<Stage> stages = new ArrayList<>();
    db.sql("""
        SELECT id, name, terminal, hidden FROM stage
         WHERE account_id = :account AND deleted_at IS NULL ORDER BY hidden, position, id
        """)
        .param("account", account.value())
        .query(row -> {
          stages.add(new Stage(row.getLong("id"), row.getString("name"), stages.size() + 1,
              row.getBoolean("terminal"), row.getBoolean("hidden")));
        });
    return stages;
  }

  /** The deleted ones too. */
  Map<Long, String> names(AccountId account) {
    Map<Long, String> names = new HashMap<>();
    db.sql("SELECT id, name FROM stage WHERE account_id = :account")
        .param("account", account.value())
        .query(row -> {
          names.put(row.getLong("id"), row.getString("name"));
        });
    return names;
  }

  boolean holdsLeads(AccountId account, long id) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM company c
                        WHERE c.account_id = :account
                          AND EXISTS (SELECT FROM crm_lead l WHERE l.account_id = c.account_id
                                       AND l.company_id = c.id AND l.stage_id = :id))
        """)
        .param("account", account.value()).param("id", id).query(Boolean.class).single();
  }

  long nextId(AccountId account) {
    return db.sql("SELECT nextval('crm_number')").query(Long.class).single();
  }

  /** Writes all of an account's stages as they now are. */
  void save(AccountId account, List<Stage> stages) {
    db.sql("""
        INSERT INTO stage (account_id, id, name, name_key, position, terminal, hidden)
        SELECT :account, * FROM unnest(:ids::bigint[], :names::text[], :keys::text[], :positions::integer[],
                                       :terminal::boolean[], :hidden::boolean[])
        ON CONFLICT ON CONSTRAINT stage_pk DO UPDATE
          SET name = excluded.name, name_key = excluded.name_key, position = excluded.position,
              terminal = excluded.terminal, hidden = excluded.hidden
        """)
        .param("account", account.value())
        .param("ids", stages.stream().map(Stage::id).toArray(Long[]::new))
        .param("names", stages.stream().map(Stage::name).toArray(String[]::new))
        .param("keys", stages.stream().map(Stage::name).map(NameKey::of).toArray(String[]::new))
        .param("positions", stages.stream().map(Stage::position).toArray(Integer[]::new))
        .param("terminal", stages.stream().map(Stage::terminal).toArray(Boolean[]::new))
        .param("hidden", stages.stream().map(Stage::hidden).toArray(Boolean[]::new))
        .update();
  }

  void markDeleted(AccountId account, long id, Instant now) {
    db.sql("UPDATE stage SET deleted_at = :now WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).param("now", SqlTime.of(now)).update();
  }
}
