package io.sluice.server.crm.question;

import io.sluice.server.kernel.AccountId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What may be chosen, where it is the company's own ({@code campaign} absent) and where it is a campaign's. */
@Repository
class OptionStore {

  private final JdbcClient db;

  OptionStore(JdbcClient db) {
    this.db = db;
  }

  /** By question, in their order. */
  Map<Long, List<OptionEdit.Kept>> of(AccountId account, Collection<Long> questions, @Nullable Long campaign) {
    Map<Long, List<OptionEdit.Kept>> options = new HashMap<>();
    db.sql("""
        SELECT * FROM crm_question_option
         WHERE account_id = :account AND question_id = ANY (:questions)
           AND campaign_id IS NOT DISTINCT FROM :campaign::bigint
         ORDER BY question_id, position, id
        """)
        .param("account", account.value())
        .param("questions", questions.toArray(Long[]::new))
        .param("campaign", campaign)
        .query(row -> {
          options.computeIfAbsent(row.getLong("question_id"), _ -> new ArrayList<>()).add(new OptionEdit.Kept(
              row.getLong("id"), row.getObject("copied_from", Long.class), row.getString("name"),
              row.getInt("position"), row.getBoolean("active")));
        });
    return options;
  }

  /** The question has these and no others from now on. */
  void save(AccountId account, long question, @Nullable Long campaign, List<OptionEdit.Kept> options) {
    db.sql("""
        DELETE FROM crm_question_option
         WHERE account_id = :account AND question_id = :question AND campaign_id IS NOT DISTINCT FROM :campaign::bigint
           AND id <> ALL (:kept)
        """)
        .param("account", account.value())
        .param("question", question)
        .param("campaign", campaign)
        .param("kept", options.stream().map(OptionEdit.Kept::id).filter(id -> id != null).toArray(Long[]::new))
        .update();
    db.sql("""
        INSERT INTO crm_question_option (account_id, question_id, id, campaign_id, copied_from, name, position, active)
        SELECT :account, :question, coalesce(o.id, nextval('crm_number')), :campaign::bigint, o.copied_from, o.name,
               o.position, o.active
          FROM unnest(:ids::bigint[], :copied::bigint[], :names::text[], :positions::integer[], :active::boolean[])
            AS o (id, copied_from, name, position, active)
        ON CONFLICT ON CONSTRAINT crm_question_option_pk DO UPDATE
          SET name = excluded.name, position = excluded.position, active = excluded.active
        """)
        .param("account", account.value())
        .param("question", question)
        .param("campaign", campaign)
        .param("ids", options.stream().map(OptionEdit.Kept::id).toArray(Long[]::new))
        .param("copied", options.stream().map(OptionEdit.Kept::copiedFrom).toArray(Long[]::new))
        .param("names", options.stream().map(OptionEdit.Kept::name).toArray(String[]::new))
        .param("positions", options.stream().map(OptionEdit.Kept::position).toArray(Integer[]::new))
        .param("active", options.stream().map(OptionEdit.Kept::active).toArray(Boolean[]::new))
        .update();
  }
}
