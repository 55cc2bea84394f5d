package io.sluice.server.crm.question;

import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Questions without their options. */
@Repository
class QuestionStore {

  private final JdbcClient db;

  QuestionStore(JdbcClient db) {
    this.db = db;
  }

  /** Those that are asked. */
  List<Question> of(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT * FROM crm_question
         WHERE account_id = :account AND company_id = :company AND deleted_at IS NULL ORDER BY priority, id
        """)
        .param("account", account.value()).param("company", company.value()).query(QuestionStore::read).list();
  }

  Optional<Question> find(AccountId account, CompanyId company, long id) {
    return db.sql("""
        SELECT * FROM crm_question
         WHERE account_id = :account AND company_id = :company AND id = :id AND deleted_at IS NULL
        """)
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .query(QuestionStore::read).optional();
  }

  /** One that was deleted too, where it was answered before. */
  Optional<Question> evenDeleted(AccountId account, long id) {
    return db.sql("SELECT * FROM crm_question WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).query(QuestionStore::read).optional();
  }

  Question insert(AccountId account, Question question, Instant now) {
    return db.sql("""
        INSERT INTO crm_question (account_id, company_id, id, name, name_key, kind, required, priority, created_at)
        VALUES (:account, :company, nextval('crm_number'), :name, :key, :kind, :required, :priority, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", question.company().value())
        .param("name", question.name())
        .param("key", NameKey.of(question.name()))
        .param("kind", question.kind().word())
        .param("required", question.required())
        .param("priority", question.priority())
        .param("now", SqlTime.of(now))
        .query(QuestionStore::read)
        .single();
  }

  void update(AccountId account, long id, String name, boolean required) {
    db.sql("""
        UPDATE crm_question SET name = :name, name_key = :key, required = :required
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", id)
        .param("name", name)
        .param("key", NameKey.of(name))
        .param("required", required)
        .update();
  }

  /** Gives them the priorities 1 to n. */
  void order(AccountId account, CompanyId company, List<Long> ids) {
    db.sql("""
        UPDATE crm_question q SET priority = wanted.priority
          FROM unnest(:ids::bigint[]) WITH ORDINALITY AS wanted (id, priority)
         WHERE q.account_id = :account AND q.company_id = :company AND q.id = wanted.id
           AND q.priority <> wanted.priority
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("ids", ids.toArray(Long[]::new))
        .update();
  }

  boolean isAnswered(AccountId account, long id) {
    return db.sql("SELECT EXISTS (SELECT FROM crm_lead_answer WHERE account_id = :account AND question_id = :id)")
        .param("account", account.value()).param("id", id).query(Boolean.class).single();
  }

  /** By whatever lead. */
  boolean isChosen(AccountId account, long question, long option) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM crm_lead_answer
                        WHERE account_id = :account AND question_id = :question AND option_ids @> ARRAY[:option::bigint])
        """)
        .param("account", account.value()).param("question", question).param("option", option)
        .query(Boolean.class).single();
  }

  /** By a lead that is of this campaign. */
  boolean isChosen(AccountId account, long question, long option, long campaign) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM crm_lead_answer a JOIN crm_lead l ON l.account_id = a.account_id AND l.id = a.lead_id
                        WHERE a.account_id = :account AND a.question_id = :question
                          AND a.option_ids @> ARRAY[:option::bigint] AND l.campaign_id = :campaign)
        """)
        .param("account", account.value()).param("question", question).param("option", option)
        .param("campaign", campaign)
        .query(Boolean.class).single();
  }

  void markDeleted(AccountId account, long id, Instant now) {
    db.sql("UPDATE crm_question SET deleted_at = :now WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).param("now", SqlTime.of(now)).update();
  }

  void delete(AccountId account, long id) {
    db.sql("DELETE FROM crm_question_option WHERE account_id = :account AND question_id = :id")
        .param("account", account.value()).param("id", id).update();
    db.sql("DELETE FROM crm_question WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).update();
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
