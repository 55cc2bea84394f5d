package io.sluice.server.event.log;

import io.sluice.server.kernel.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * Definitions that are in the database for sure: a commit on the same connection has put them there, or found them.
 * Another connection may lead to another database, a copy that was promoted, which may lack them.
 */
final class WrittenDefinitions {

  /** More than all flows in use have in a month; what is forgotten is sent once more. */
  private static final int MAX_KNOWN = 20_000;

  private final Map<PGConnection, Set<Key>> byConnection = Collections.synchronizedMap(new WeakHashMap<>());

  record Key(AccountId account, String id) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing((Key key) -> key.account.value()).thenComparing(Key::id);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** @param connection the caller's alone until it gives it back */
  Set<Key> on(Connection connection) throws SQLException {
    return byConnection.computeIfAbsent(connection.unwrap(PGConnection.class), _ -> new HashSet<>());
  }

  void committed(Connection connection, Collection<Key> more) throws SQLException {
    Set<Key> known = on(connection);
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    known.addAll(more);
  }
}
