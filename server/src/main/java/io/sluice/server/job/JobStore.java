package io.sluice.server.job;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code job}, which is local to the installation: no account in its key. Times are the caller's. */
final class JobStore {

  private static final int MAX_ERROR_CHARS = 2_000;

  private final JdbcClient jdbc;

  JobStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void enqueue(String kind, String key, String payload, Instant runAt, Instant now) {
    jdbc.sql("""
        insert into job as known (kind, key, payload, run_at, created_at)
        values (:kind, :key, :payload, :runAt, :now)
        on conflict (kind, key) do update set
          payload = excluded.payload,
          run_at = case
            when known.dead_at is not null then excluded.run_at
            when known.lease is not null then known.run_at
            else least(known.run_at, excluded.run_at) end,
          again_at = case when known.lease is not null then least(known.again_at, excluded.run_at) end,
          attempts = case when known.dead_at is not null then 0 else known.attempts end,
          last_error = case when known.dead_at is not null then null else known.last_error end,
          dead_at = null
        """)
        .param("kind", kind).param("key", key).param("payload", payload)
        .param("runAt", utc(runAt)).param("now", utc(now))
        .update();
  }

  /** Takes the longest due jobs that nobody holds, or whose holder let the lease expire. */
  List<Claim> claim(String kind, int limit, String holder, Instant now, Instant leasedUntil) {
    UUID lease = UUID.randomUUID();
    // Materialized, or the planner may run the locking query once a row and lock more than the limit.
    return jdbc.sql("""
        with due as materialized (
          select key from job
          where kind = :kind and dead_at is null and run_at <= :now
            and (leased_until is null or leased_until <= :now)
          order by run_at
          limit :limit
          for update skip locked)
        update job
        set lease = :lease, lease_holder = :holder, leased_until = :leasedUntil, attempts = attempts + 1
        from due
        where job.kind = :kind and job.key = due.key
        returning job.key, job.payload, job.attempts
        """)
        .param("kind", kind).param("limit", limit).param("now", utc(now))
        .param("lease", lease).param("holder", holder).param("leasedUntil", utc(leasedUntil))
        .query((row, _) -> {
          Job job = new Job(kind, row.getString("key"), row.getString("payload"), row.getInt("attempts"));
          return new Claim(job, lease);
        })
        .list();
  }

  /** Forgets a job that is done, or lets it run again if that was asked for meanwhile. False if the lease was lost. */
  boolean finish(Claim claim) {
    return settle(claim, """
        delete from job where kind = :kind and key = :key and lease = :lease and again_at is null
        """) || runAgain(claim);
  }

  /** Ends the lease and runs the job at that time, or earlier if that was asked for meanwhile. */
  boolean retry(Claim claim, Instant runAt, String error) {
    return statement("""
        update job
        set run_at = least(again_at, :runAt), again_at = null, last_error = :error,
          lease = null, lease_holder = null, leased_until = null
        where kind = :kind and key = :key and lease = :lease
        """, claim)
        .param("runAt", utc(runAt)).param("error", shortened(error))
        .update() == 1;
  }

  /** Ends the lease as if the job had not been taken. */
  boolean release(Claim claim) {
    return settle(claim, """
        update job
        set attempts = attempts - 1, run_at = least(again_at, run_at), again_at = null,
          lease = null, lease_holder = null, leased_until = null
        where kind = :kind and key = :key and lease = :lease
        """);
  }

  /** Keeps a job as dead. False, and nothing is changed, if the lease was lost or the job was asked for meanwhile. */
  boolean bury(Claim claim, String reason, Instant now) {
    return statement("""
        update job
        set dead_at = :now, last_error = :reason, lease = null, lease_holder = null, leased_until = null
        where kind = :kind and key = :key and lease = :lease and again_at is null
        """, claim)
        .param("now", utc(now)).param("reason", shortened(reason))
        .update() == 1;
  }

  /** Starts over a job that was asked for while it ran. */
  boolean runAgain(Claim claim) {
    return settle(claim, """
        update job
        set run_at = again_at, again_at = null, attempts = 0, last_error = null,
          lease = null, lease_holder = null, leased_until = null
        where kind = :kind and key = :key and lease = :lease and again_at is not null
        """);
  }

  private boolean settle(Claim claim, String sql) {
    return statement(sql, claim).update() == 1;
  }

  private JdbcClient.StatementSpec statement(String sql, Claim claim) {
    return jdbc.sql(sql)
        .param("kind", claim.job().kind()).param("key", claim.job().key()).param("lease", claim.lease());
  }

  private static String shortened(String error) {
    // PostgreSQL keeps no NUL in a text, and what failed may be quoted in the reason.
    String clean = error.replace('\0', ' ');
    return clean.length() <= MAX_ERROR_CHARS ? clean : clean.substring(0, MAX_ERROR_CHARS);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
