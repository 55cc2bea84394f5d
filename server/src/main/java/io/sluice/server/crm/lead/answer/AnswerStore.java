package io.sluice.server.crm.lead.answer;

import io.sluice.server.kernel.AccountId;
import java.sql.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class AnswerStore {

  private final JdbcClient db;

  AnswerStore(JdbcClient db) {
    this.db = db;
  }

  /** An answer to the same question takes the place of the one before. @param answers by lead */
  void put(AccountId account, Map<Long, List<GivenAnswer>> answers) {
    List<Long> leads = new ArrayList<>();
    List<GivenAnswer> all = new ArrayList<>();
    answers.forEach((lead, given) -> given.forEach(answer -> {
      leads.add(lead);
      all.add(answer);
    }));
    if (all.isEmpty()) {
      return;
    }
    db.sql("""
        INSERT INTO crm_lead_answer (account_id, lead_id, question_id, value, option_ids)
        SELECT :account, lead_id, question_id, value, CAST('{' || options || '}' AS bigint[])
          FROM unnest(CAST(:leads AS bigint[]), CAST(:questions AS bigint[]), CAST(:values AS text[]),
            CAST(:options AS text[])) AS given (lead_id, question_id, value, options)
        ON CONFLICT (account_id, lead_id, question_id)
          DO UPDATE SET value = excluded.value, option_ids = excluded.option_ids
        """)
        .param("account", account.value())
        .param("leads", leads.toArray(Long[]::new))
        .param("questions", all.stream().map(GivenAnswer::question).toArray(Long[]::new))
        .param("values", all.stream().map(GivenAnswer::value).toArray(String[]::new))
        .param("options", all.stream()
            .map(answer -> answer.options().stream().map(String::valueOf).collect(Collectors.joining(",")))
            .toArray(String[]::new))
        .update();
  }

  /** By lead, in order of the questions' numbers. */
  Map<Long, List<GivenAnswer>> of(AccountId account, Collection<Long> leads) {
    Map<Long, List<GivenAnswer>> answers = new HashMap<>();
    db.sql("""
        SELECT lead_id, question_id, value, option_ids FROM crm_lead_answer
         WHERE account_id = :account AND lead_id = ANY (:leads) ORDER BY lead_id, question_id
        """)
        .param("account", account.value()).param("leads", leads.toArray(Long[]::new))
        .query(row -> {
          Array options = row.getArray("option_ids");
          answers.computeIfAbsent(row.getLong("lead_id"), _ -> new ArrayList<>()).add(new GivenAnswer(
              row.getLong("question_id"), List.of((Long[]) options.getArray()), row.getString("value")));
        });
    return answers;
  }
}
