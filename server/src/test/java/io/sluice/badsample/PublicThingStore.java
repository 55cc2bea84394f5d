package io.sluice.badsample;

import io.sluice.server.kernel.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Public, and one of its methods asks for no account. */
public class PublicThingStore {

  private final JdbcClient db;

  public PublicThingStore(JdbcClient db) {
    this.db = db;
  }

  int all() {
    return db.sql("SELECT count(*) FROM account").query(Integer.class).single();
  }

  int of(AccountId account) {
    return db.sql("SELECT 1").query(Integer.class).single() + account.value().length();
  }
}
