package io.sluice.server.crm.question;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class QuestionStore {

  private final JdbcClient db;

  QuestionStore(JdbcClient db) {
    this.db = db;
  }

  /** Without their options. */
  List<Question> of(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT * FROM crm_question
         WHERE account_id = :account AND company_id = :company AND deleted_at IS NULL ORDER BY priority, id
        """)
        .param("account", account.value()).param("company", company.value()).query(QuestionStore::read).list();
  }

  /** Without its options. */
  Optional<Question> find(AccountId account, long id) {
    return db.sql("SELECT * FROM crm_question WHERE account_id = :account AND id = :id AND deleted_at IS NULL")
        .param("account", account.value()).param("id", id).query(QuestionStore::read).optional();
  }

  /**
   * By question, in their order.
   *
   * @param campaign whose; absent: the company's own
   */
  Map<Long, List<Question.Option>> options(AccountId account, List<Long> questions, @Nullable Long campaign) {
    Map<Long, List<Question.Option>> options = new HashMap<>();
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
          options.computeIfAbsent(row.getLong("question_id"), _ -> new ArrayList<>()).add(new Question.Option(
              row.getLong("id"), row.getString("name"), row.getInt("position"), row.getBoolean("active")));
        });
    return options;
  }

  private static Question read(ResultSet row, int index) throws SQLException {
    return new Question(
        row.getLong("id"),
        new CompanyId(row.getLong("company_id")),
        row.getString("name"),
        Question.Kind.of(row.getString("kind")),
        row.getBoolean("required"),
        row.getInt("priority"),
        List.of());
  }
}
