package io.sluice.server.list;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Values of lists. A value that is older than its list keeps values is gone, whether it is deleted yet or not. */
@Repository
class ListItemStore {

  private final JdbcClient db;

  ListItemStore(JdbcClient db) {
    this.db = db;
  }

  /**
   * What a list says of one value.
   *
   * @param asked the name the list was asked by
   * @param list null where there is no list of the name
   * @param addedAt null where the value is not on the list
   */
  record Standing(String asked, @Nullable ListId list, @Nullable String urlName, @Nullable Instant addedAt) {}

  /** A value that is asked for. @param place which of several questions it belongs to */
  record Asked(int place, String listName, UUID key, Instant since) {}

  /** What became of a claim. @param addedAt when the value was added, by this claim or an earlier one */
  record Claim(boolean won, Instant addedAt) {}

  /** A value as it lies there. */
  record Item(UUID key, @Nullable String value, Instant addedAt) {}

  /** In the order the lists were named. */
  List<Standing> find(AccountId account, List<String> listNames, UUID key, Instant since, Instant now) {
    return db.sql("""
        SELECT wanted.name, list.id, list.url_name, item.added_at
          FROM unnest(CAST(:names AS text[])) WITH ORDINALITY AS wanted (name, place)
          LEFT JOIN list ON list.account_id = :account AND list.deleted_at IS NULL
           AND (list.url_name = wanted.name OR list.id = wanted.name)
          LEFT JOIN list_item item ON item.account_id = :account AND item.list_id = list.id AND item.key = :key
           AND item.added_at > :since AND (list.retention_days IS NULL
             OR item.added_at > CAST(:now AS timestamptz) - make_interval(days => list.retention_days))
         ORDER BY wanted.place
        """)
        .param("account", account.value())
        .param("names", listNames.toArray(String[]::new))
        .param("key", key)
        .param("since", SqlTime.of(since))
        .param("now", SqlTime.of(now))
        .query((row, _) -> {
          String list = row.getString("id");
          return new Standing(row.getString("name"), list == null ? null : ListId.of(list),
              row.getString("url_name"), SqlTime.orNull(row, "added_at"));
        })
        .list();
  }

  /**
   * Whether each of these values is on its list, in one round trip, by place. A place is left out when none of its lists
   * exists.
   */
  Map<Integer, Boolean> check(AccountId account, Collection<Asked> asked, Instant now) {
    Map<Integer, Boolean> found = new HashMap<>();
    db.sql("""
        SELECT wanted.place, bool_or(item.added_at IS NOT NULL) AS found
          FROM unnest(CAST(:places AS integer[]), CAST(:names AS text[]), CAST(:keys AS uuid[]),
            CAST(:since AS timestamptz[])) AS wanted (place, name, key, since)
          JOIN list ON list.account_id = :account AND list.deleted_at IS NULL
           AND (list.url_name = wanted.name OR list.id = wanted.name)
          LEFT JOIN list_item item ON item.account_id = :account AND item.list_id = list.id AND item.key = wanted.key
           AND item.added_at > wanted.since AND (list.retention_days IS NULL
             OR item.added_at > CAST(:now AS timestamptz) - make_interval(days => list.retention_days))
         GROUP BY wanted.place
        """)
        .param("account", account.value())
        .param("places", asked.stream().map(Asked::place).toArray(Integer[]::new))
        .param("names", asked.stream().map(Asked::listName).toArray(String[]::new))
        .param("keys", asked.stream().map(one -> one.key().toString()).toArray(String[]::new))
        .param("since", asked.stream().map(one -> one.since().toString()).toArray(String[]::new))
        .param("now", SqlTime.of(now))
        .query(row -> {
          found.put(row.getInt("place"), row.getBoolean("found"));
        });
    return found;
  }

  /**
   * Adds values, or says of those that are there that they were added again. The keys differ from each other; rows are
   * written in their order, so that two who add the same do not wait for each other in a circle.
   *
   * @return how many were not there
   */
  int add(AccountId account, NamedList list, Collection<ItemKey> items, Collection<Instant> addedAt) {
    return db.sql("""
        INSERT INTO list_item AS known (account_id, list_id, key, added_at, value)
        SELECT :account, :list, key, added_at, value
          FROM unnest(CAST(:keys AS uuid[]), CAST(:values AS text[]), CAST(:times AS timestamptz[]))
            AS given (key, value, added_at)
         ORDER BY key
        ON CONFLICT (account_id, list_id, key) DO UPDATE
          SET added_at = greatest(known.added_at, excluded.added_at), value = coalesce(known.value, excluded.value)
        RETURNING xmax = 0 AS added
        """)
        .param("account", account.value())
        .param("list", list.id().value())
        .param("keys", items.stream().map(item -> item.key().toString()).toArray(String[]::new))
        .param("values", items.stream().map(item -> list.hashed() ? null : item.value()).toArray(String[]::new))
        .param("times", addedAt.stream().map(Instant::toString).toArray(String[]::new))
        .query(Boolean.class)
        .list().stream().mapToInt(added -> added ? 1 : 0).sum();
  }

  /** @return the keys that were there */
  List<UUID> delete(AccountId account, ListId list, Collection<UUID> keys) {
    return db.sql("""
        DELETE FROM list_item
         WHERE account_id = :account AND list_id = :list AND key = ANY (CAST(:keys AS uuid[]))
        RETURNING key
        """)
        .param("account", account.value())
        .param("list", list.value())
        .param("keys", keys.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  /**
   * Puts a value on a list for somebody, unless another has it there: one statement, so that of any number who try at
   * the same time, on whatever nodes, one succeeds. Whoever tries again under the same claim succeeds again. A value
   * that was added before {@code since} is taken over, by one only: who waits for its row sees the new time.
   */
  Claim claim(AccountId account, NamedList list, ItemKey item, String claim, Instant since, Instant now) {
    Optional<Instant> won = db.sql("""
        INSERT INTO list_item AS known (account_id, list_id, key, added_at, claim, value)
        VALUES (:account, :list, :key, :now, :claim, :value)
        ON CONFLICT (account_id, list_id, key) DO UPDATE
          SET added_at = CASE WHEN known.claim = excluded.claim THEN known.added_at ELSE excluded.added_at END,
              claim = excluded.claim, value = coalesce(known.value, excluded.value)
          WHERE known.added_at <= :since OR known.claim = excluded.claim
        RETURNING added_at
        """)
        .param("account", account.value())
        .param("list", list.id().value())
        .param("key", item.key())
        .param("now", SqlTime.of(now))
        .param("claim", claim)
        .param("value", list.hashed() ? null : item.value())
        .param("since", SqlTime.of(since))
        .query((row, _) -> SqlTime.read(row, "added_at"))
        .optional();
    return won.map(at -> new Claim(true, at))
        .orElseGet(() -> new Claim(false, addedAt(account, list.id(), item.key()).orElse(now)));
  }

  private Optional<Instant> addedAt(AccountId account, ListId list, UUID key) {
    return db.sql("""
        SELECT added_at FROM list_item WHERE account_id = :account AND list_id = :list AND key = :key
        """)
        .param("account", account.value()).param("list", list.value()).param("key", key)
        .query((row, _) -> SqlTime.read(row, "added_at"))
        .optional();
  }

  /** In the order of their keys, from behind {@code after} on. */
  List<Item> page(AccountId account, ListId list, UUID after, Instant since, int limit) {
    return db.sql("""
        SELECT key, value, added_at FROM list_item
         WHERE account_id = :account AND list_id = :list AND key > :after AND added_at > :since
         ORDER BY key
         LIMIT :limit
        """)
        .param("account", account.value())
        .param("list", list.value())
        .param("after", after)
        .param("since", SqlTime.of(since))
        .param("limit", limit)
        .query((row, _) -> new Item(row.getObject("key", UUID.class), row.getString("value"),
            SqlTime.read(row, "added_at")))
        .list();
  }

  /**
   * Deletes what was added until a time, among the next {@code limit} values.
   *
   * @return the last key that was looked at; empty at the end of the list
   */
  Optional<UUID> deleteUntil(AccountId account, ListId list, UUID after, Instant until, int limit) {
    return db.sql("""
        WITH portion AS (
          SELECT key, added_at FROM list_item
           WHERE account_id = :account AND list_id = :list AND key > :after
           ORDER BY key
           LIMIT :limit),
        gone AS (
          DELETE FROM list_item item USING portion
           WHERE item.account_id = :account AND item.list_id = :list AND item.key = portion.key
             AND item.added_at <= :until)
        SELECT key FROM portion ORDER BY key DESC LIMIT 1
        """)
        .param("account", account.value())
        .param("list", list.value())
        .param("after", after)
        .param("until", SqlTime.of(until))
        .param("limit", limit)
        .query(UUID.class)
        .optional();
  }
}
