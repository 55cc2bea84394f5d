package io.sluice.server.crm.lead.count;

import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which leads of a company are asked for. What is absent is not asked.
 *
 * @param from created at this moment or later
 * @param until created before
 * @param duplicates only those
 * @param unassigned only those
 */
public record LeadFilter(
    @Nullable Long stage,
    @Nullable Long source,
    @Nullable Long campaign,
    @Nullable Long territory,
    @Nullable Long cycle,
    @Nullable Long userAccess,
    @Nullable Instant from,
    @Nullable Instant until,
    boolean duplicates,
    boolean unassigned,
    Sight sight) {

  /** Ids rise with time, but for those that are made at once: so a time is also a stretch of any index. */
  private static final String FIRST = """
      (SELECT id FROM crm_lead WHERE account_id = :account AND company_id = :company AND created_at >= :%s
        ORDER BY created_at, id LIMIT 1)""";
  /** So many leads are never made at once, one by one. */
  private static final int ASTRAY = 1_000;

  /** What the asking person sees of a company's leads. */
  public sealed interface Sight {

    record All() implements Sight {}

    /** Those assigned to it, and of these sources those that are assigned to nobody. */
    record Own(long userAccess, List<Long> sources) implements Sight {

      public Own {
        sources = List.copyOf(sources);
      }
    }
  }

  public static LeadFilter all() {
    return new LeadFilter(null, null, null, null, null, null, null, null, false, false, new Sight.All());
  }

  /** The same leads, of one stage. */
  public LeadFilter in(long otherStage) {
    return new LeadFilter(otherStage, source, campaign, territory, cycle, userAccess, from, until, duplicates,
        unassigned, sight);
  }

  public LeadFilter onlyDuplicates() {
    return new LeadFilter(stage, source, campaign, territory, cycle, userAccess, from, until, true, unassigned, sight);
  }

  public LeadFilter onlyUnassigned() {
    return new LeadFilter(stage, source, campaign, territory, cycle, userAccess, from, until, duplicates, true, sight);
  }

  /** Whether more than one thing is asked of a lead, so that no index has all that match side by side. */
  public boolean isComposed() {
    long asked = Stream.of(stage, source, campaign, territory, cycle, userAccess)
        .filter(Objects::nonNull).count()
        + (from != null || until != null ? 1 : 0) + (duplicates ? 1 : 0) + (unassigned ? 1 : 0);
    return asked > 1 || sight instanceof Sight.Own;
  }

  /** Whether nothing is asked but whose they are and in which stage, whenever they were created. */
  boolean isOfStages() {
    return source == null && campaign == null && territory == null && cycle == null && from == null && until == null
        && !duplicates && sight instanceof Sight.All;
  }

  /** What the ids of a filter are compared with: leads know nothing as absent, counts as 0. */
  enum Table { LEADS, COUNTS }

  /** As a condition on {@code crm_lead}; {@link #params} has its values. */
  public String onLeads() {
    StringBuilder sql = on(Table.LEADS);
    if (from != null) {
      sql.append(" AND created_at >= :from AND id > coalesce(").append(FIRST.formatted("from")).append(", 0) - ").append(ASTRAY);
    }
    if (until != null) {
      sql.append(" AND created_at < :until AND id < coalesce(").append(FIRST.formatted("until"))
          .append(", 9000000000000000000) + ").append(ASTRAY);
    }
    return sql.toString();
  }

  /** The ids alone. */
  StringBuilder on(Table table) {
    StringBuilder sql = new StringBuilder("account_id = :account AND company_id = :company");
    append(sql, "stage", stage);
    append(sql, "source", source);
    append(sql, "campaign", campaign);
    append(sql, "territory", territory);
    append(sql, "cycle", cycle);
    append(sql, "user_access", userAccess);
    String nobody = table == Table.LEADS ? "user_access_id IS NULL" : "user_access_id = 0";
    if (duplicates) {
      sql.append(table == Table.LEADS ? " AND duplicate_of_id IS NOT NULL" : " AND is_duplicate");
    }
    if (unassigned) {
      sql.append(" AND ").append(nobody);
    }
    if (sight instanceof Sight.Own) {
      sql.append(" AND (user_access_id = :own OR ").append(nobody).append(" AND source_id = ANY (:own_sources))");
    }
    return sql;
  }

  private static void append(StringBuilder sql, String what, @Nullable Long id) {
    if (id != null) {
      sql.append(" AND ").append(what).append("_id = :").append(what);
    }
  }

  public interface Values {

    void set(String name, Object value);
  }

  /** The values of the condition but account and company. */
  public void params(Values values) {
    set(values, "stage", stage);
    set(values, "source", source);
    set(values, "campaign", campaign);
    set(values, "territory", territory);
    set(values, "cycle", cycle);
    set(values, "user_access", userAccess);
    set(values, "from", SqlTime.of(from));
    set(values, "until", SqlTime.of(until));
    if (sight instanceof Sight.Own(long own, List<Long> sources)) {
      values.set("own", own);
      values.set("own_sources", sources.toArray(Long[]::new));
    }
  }

  private static void set(Values values, String name, @Nullable Object value) {
    if (value != null) {
      values.set(name, value);
    }
  }
}
