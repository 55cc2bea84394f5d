package io.sluice.server.job;

import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code job}, which is local to the installation: no account in its key. Times are the caller's. */
@WithoutAccount("work of the installation, not of an account")
final class JobStore {

  private static final int MAX_ERROR_CHARS = 2_000;

  private final JdbcClient jdbc;

  JobStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void enqueue(String kind, String key, String payload, Instant runAt, Instant now) {
    jdbc.sql("""
        INSERT INTO job AS known (kind, key, payload, run_at, created_at)
        VALUES (:kind, :key, :payload, :runAt, :now)
        ON CONFLICT (kind, key) DO UPDATE SET
          payload = excluded.payload,
          run_at = CASE
            WHEN known.dead_at IS NOT NULL THEN excluded.run_at
            WHEN known.lease IS NOT NULL THEN known.run_at
            ELSE least(known.run_at, excluded.run_at) END,
          again_at = CASE WHEN known.lease IS NOT NULL THEN least(known.again_at, excluded.run_at) END,
          attempts = CASE WHEN known.dead_at IS NOT NULL THEN 0 ELSE known.attempts END,
          last_error = CASE WHEN known.dead_at IS NOT NULL THEN NULL ELSE known.last_error END,
          dead_at = NULL
        """)
        .param("kind", kind).param("key", key).param("payload", payload)
        .param("runAt", SqlTime.of(runAt)).param("now", SqlTime.of(now))
        .update();
  }

  /** False when it waits or runs. */
  boolean enqueueUnlessThere(String kind, String key, String payload, Instant runAt, Instant now) {
    return jdbc.sql("""
        INSERT INTO job AS known (kind, key, payload, run_at, created_at)
        VALUES (:kind, :key, :payload, :runAt, :now)
        ON CONFLICT (kind, key) DO UPDATE
          SET payload = excluded.payload, run_at = excluded.run_at, attempts = 0, last_error = NULL, dead_at = NULL
        WHERE known.dead_at IS NOT NULL
        """)
        .param("kind", kind).param("key", key).param("payload", payload)
        .param("runAt", SqlTime.of(runAt)).param("now", SqlTime.of(now))
        .update() == 1;
  }

  /** Takes the longest due jobs that nobody holds, or whose holder let the lease expire. */
  List<Claim> claim(String kind, int limit, String holder, Instant now, Instant leasedUntil) {
    UUID lease = UUID.randomUUID();
    // Materialized, or the planner may run the locking query once a row and lock more than the limit.
    return jdbc.sql("""
        WITH due AS MATERIALIZED (
          SELECT key FROM job
          WHERE kind = :kind AND dead_at IS NULL AND run_at <= :now
            AND (leased_until IS NULL OR leased_until <= :now)
          ORDER BY run_at
          LIMIT :limit
          FOR UPDATE SKIP LOCKED)
        UPDATE job
        SET lease = :lease, lease_holder = :holder, leased_until = :leasedUntil, attempts = attempts + 1
        FROM due
        WHERE job.kind = :kind AND job.key = due.key
        RETURNING job.key, job.payload, job.attempts
        """)
        .param("kind", kind).param("limit", limit).param("now", SqlTime.of(now))
        .param("lease", lease).param("holder", holder).param("leasedUntil", SqlTime.of(leasedUntil))
        .query((row, _) -> {
          Job job = new Job(kind, row.getString("key"), row.getString("payload"), row.getInt("attempts"));
          return new Claim(job, lease);
        })
        .list();
  }

  /** Forgets a job that is done, or lets it run again if that was asked for meanwhile. False if the lease was lost. */
  boolean finish(Claim claim) {
    return settle(claim, """
        DELETE FROM job WHERE kind = :kind AND key = :key AND lease = :lease AND again_at IS NULL
        """) || runAgain(claim);
  }

  /** Ends the lease and runs the job at that time, or earlier if that was asked for meanwhile. */
  boolean retry(Claim claim, Instant runAt, String error) {
    return statement("""
        UPDATE job
        SET run_at = least(again_at, :runAt), again_at = NULL, last_error = :error,
          lease = NULL, lease_holder = NULL, leased_until = NULL
        WHERE kind = :kind AND key = :key AND lease = :lease
        """, claim)
        .param("runAt", SqlTime.of(runAt)).param("error", shortened(error))
        .update() == 1;
  }

  /** Ends the lease as if the job had not been taken. */
  boolean release(Claim claim) {
    return settle(claim, """
        UPDATE job
        SET attempts = attempts - 1, run_at = least(again_at, run_at), again_at = NULL,
          lease = NULL, lease_holder = NULL, leased_until = NULL
        WHERE kind = :kind AND key = :key AND lease = :lease
        """);
  }

  /** Ends the leases of a holder that is gone; the tries they were for count. */
  void releaseAllOf(String holder) {
    jdbc.sql("""
        UPDATE job
        SET run_at = least(again_at, run_at), again_at = NULL, lease = NULL, lease_holder = NULL, leased_until = NULL
        WHERE lease_holder = :holder
        """)
        .param("holder", holder).update();
  }

  /**
   * Keeps a job as dead. False, and nothing is changed, if the lease was lost or the job was asked for meanwhile.
   *
   * @param reason as it can be kept: {@link #shortened}
   */
  boolean bury(Claim claim, String reason, Instant now) {
    return statement("""
        UPDATE job
        SET dead_at = :now, last_error = :reason, lease = NULL, lease_holder = NULL, leased_until = NULL
        WHERE kind = :kind AND key = :key AND lease = :lease AND again_at IS NULL
        """, claim)
        .param("now", SqlTime.of(now)).param("reason", reason)
        .update() == 1;
  }

  /** Starts over a job that was asked for while it ran. */
  boolean runAgain(Claim claim) {
    return settle(claim, """
        UPDATE job
        SET run_at = again_at, again_at = NULL, attempts = 0, last_error = NULL,
          lease = NULL, lease_holder = NULL, leased_until = NULL
        WHERE kind = :kind AND key = :key AND lease = :lease AND again_at IS NOT NULL
        """);
  }

  private boolean settle(Claim claim, String sql) {
    return statement(sql, claim).update() == 1;
  }

  private JdbcClient.StatementSpec statement(String sql, Claim claim) {
    return jdbc.sql(sql)
        .param("kind", claim.job().kind()).param("key", claim.job().key()).param("lease", claim.lease());
  }

  /** As it can be kept. */
  static String shortened(String error) {
    // PostgreSQL keeps no NUL in a text, and what failed may be quoted in the reason.
    String clean = error.replace('\0', ' ');
    return clean.length() <= MAX_ERROR_CHARS ? clean : clean.substring(0, MAX_ERROR_CHARS);
  }
}
