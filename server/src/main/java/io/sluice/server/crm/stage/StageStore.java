package io.sluice.server.crm.stage;

import io.sluice.server.kernel.AccountId;
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
}
