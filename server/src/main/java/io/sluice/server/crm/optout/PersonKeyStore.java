package io.sluice.server.crm.optout;

import io.sluice.server.kernel.WithoutAccount;
import io.sluice.server.vault.Sealed;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@WithoutAccount("one key for the installation: a person is found across accounts")
class PersonKeyStore {

  private final JdbcClient db;

  PersonKeyStore(JdbcClient db) {
    this.db = db;
  }

  Optional<Sealed> find() {
    return db.sql("SELECT sealed, key_id FROM person_key WHERE name = 'person'")
        .query((row, _) -> new Sealed(row.getString("key_id"), row.getString("sealed"))).optional();
  }

  /** Of two servers that make one at the same time, the first one's is everybody's. */
  void insertIfNew(Sealed sealed) {
    db.sql("""
        INSERT INTO person_key (name, sealed, key_id) VALUES ('person', :sealed, :key)
        ON CONFLICT ON CONSTRAINT person_key_pk DO NOTHING
        """)
        .param("sealed", sealed.text()).param("key", sealed.keyId()).update();
  }

  void update(Sealed sealed) {
    db.sql("UPDATE person_key SET sealed = :sealed, key_id = :key WHERE name = 'person'")
        .param("sealed", sealed.text()).param("key", sealed.keyId()).update();
  }
}
