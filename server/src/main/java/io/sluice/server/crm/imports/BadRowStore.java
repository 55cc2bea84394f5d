package io.sluice.server.crm.imports;

import io.sluice.server.kernel.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

@Repository
class BadRowStore {

  private final JdbcClient db;
  private final JsonMapper json;

  BadRowStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** The lists travel as JSON: arrays of arrays of several lengths are none in PostgreSQL. */
  void insert(AccountId account, String code, List<BadRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    db.sql("""
        INSERT INTO crm_import_bad_row (account_id, import_code, row_number, messages, cells)
        SELECT :account, :code, (bad ->> 'number')::int,
               ARRAY(SELECT jsonb_array_elements_text(bad -> 'messages')),
               ARRAY(SELECT jsonb_array_elements_text(bad -> 'cells'))
          FROM jsonb_array_elements(:rows::jsonb) AS bad
        """)
        .param("account", account.value()).param("code", code).param("rows", json.writeValueAsString(rows))
        .update();
  }

  /** In their order, behind the row of that number. */
  List<BadRow> page(AccountId account, String code, int after, int limit) {
    return db.sql("""
        SELECT * FROM crm_import_bad_row
         WHERE account_id = :account AND import_code = :code AND row_number > :after
         ORDER BY row_number LIMIT :limit
        """)
        .param("account", account.value()).param("code", code).param("after", after).param("limit", limit)
        .query((row, _) -> new BadRow(
            row.getInt("row_number"), ImportStore.texts(row, "messages"), ImportStore.texts(row, "cells")))
        .list();
  }

  void delete(AccountId account, String code) {
    db.sql("DELETE FROM crm_import_bad_row WHERE account_id = :account AND import_code = :code")
        .param("account", account.value()).param("code", code)
        .update();
  }
}
