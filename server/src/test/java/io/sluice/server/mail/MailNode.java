package io.sluice.server.mail;

import com.zaxxer.hikari.HikariDataSource;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.job.Jobs;
import io.sluice.server.job.LeaseHolder;
import io.sluice.server.kernel.BaseUrl;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One running program with an outbox and the workers that empty it. */
final class MailNode implements AutoCloseable {

  final Mails mails;
  final TransactionTemplate transaction;
  private final JdbcClient db;
  private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

  /** @param smtpUrl may be empty */
  MailNode(DatabaseAddress database, String smtpUrl, Clock clock) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(4);
    db = JdbcClient.create(pool);
    JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
    transaction = new TransactionTemplate(transactions);
    Optional<SmtpUrl> server = smtpUrl.isEmpty() ? Optional.empty() : Optional.of(SmtpUrl.parse(smtpUrl));
    context.registerBean(MailSettings.class, () -> new MailSettings("Sluice <no-reply@sluice.example>", server));
    context.registerBean(BaseUrl.class, () -> new BaseUrl(URI.create("https://exchange.sluice.example")));
    context.registerBean(DataSource.class, () -> pool);
    context.registerBean(JdbcClient.class, () -> db);
    context.registerBean(JdbcTransactionManager.class, () -> transactions);
    context.registerBean(Clock.class, () -> clock);
    context.registerBean(LeaseHolder.class, LeaseHolder::ofThisProcess);
    context.scan("io.sluice.server.job", "io.sluice.server.mail");
    context.refresh();
    mails = context.getBean(Mails.class);
  }

  void queue(Mail mail) {
    transaction.executeWithoutResult(_ -> mails.queue(mail));
  }

  /** Makes a job due. */
  void ask(String kind, Instant runAt) {
    transaction.executeWithoutResult(_ -> context.getBean(Jobs.class).enqueue(kind, "", "", runAt));
  }

  /** The outbox, oldest first. */
  List<Map<String, Object>> outbox() {
    return db.sql("SELECT * FROM mail ORDER BY created_at, id").query().listOfRows();
  }

  Map<String, Object> onlyMail() {
    return db.sql("SELECT * FROM mail").query().singleRow();
  }

  List<Map<String, Object>> jobs() {
    return db.sql("SELECT * FROM job").query().listOfRows();
  }

  void execute(String sql) {
    db.sql(sql).update();
  }

  @Override
  public void close() {
    context.close();
  }
}
