package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schema's rule: every key starts with the account, but for tables that are declared global and why. */
class TablesTest {

  /** Small, read by everyone, copied to every node where the rest is distributed. */
  private static final Set<String> REFERENCE = Set.of(
      "account", "account_user", "user_settings", "api_key", "email_verification", // found before an account is known
      "company", "user_access",                                                  // likewise
      "password_reset", "user_provider", "crm_invitation",                       // likewise
      "company_membership",                                                      // read with the tree of companies
      "membership", "legal_term",                                                // the installation's
      "person_key",                                                              // the installation's: persons are found across accounts
      "connection", "invitation", "invitation_history", "onboard",               // between two accounts
      "flow_directory", "router");                                               // their ids are all an address says

  /** The installation's own. */
  private static final Set<String> LOCAL = Set.of(
      "node", "job", "mail", "spring_session", "spring_session_attributes", "flyway_schema_history");

  private static final Set<String> GLOBAL =
      Stream.of(REFERENCE, LOCAL).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  private static final String KEYS = """
      SELECT t.relname || '.' || c.conname
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE n.nspname = 'public' AND c.contype IN ('p', 'u', 'f') AND NOT t.relispartition
         AND a.attname <> 'account_id' AND NOT (t.relname = ANY (:global))
      UNION
      SELECT t.relname || '.' || i.relname
        FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
       WHERE n.nspname = 'public' AND x.indisunique AND NOT t.relispartition
         AND a.attname <> 'account_id' AND NOT (t.relname = ANY (:global))
      """;

  private static final String NOT_FOR_DISTRIBUTION = """
      SELECT table_name || '.' || column_name || ' is an identity column' FROM information_schema.columns
       WHERE table_schema = 'public' AND is_identity = 'YES'
      UNION
      SELECT DISTINCT event_object_table || '.' || trigger_name || ' is a trigger' FROM information_schema.triggers
       WHERE trigger_schema = 'public'
      """;

  private final JdbcClient db = SluiceServer.shared().db();

  @Test
  void every_key_of_a_table_that_is_not_declared_global_starts_with_the_account() {
    assertThat(keysWithoutAccount()).isEmpty();
  }

  @Test
  void a_key_without_the_account_is_told() {
    db.sql("CREATE TABLE bad_sample (id text, CONSTRAINT bad_sample_pk PRIMARY KEY (id))").update();
    try {
      assertThat(keysWithoutAccount()).contains("bad_sample.bad_sample_pk");
    } finally {
      db.sql("DROP TABLE bad_sample").update();
    }
  }

  @Test
  void what_is_declared_global_exists() {
    List<String> tables = db.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").query(String.class).list();
    assertThat(tables).containsAll(GLOBAL);
  }

  @Test
  void no_table_has_an_identity_column_or_a_trigger() {
    assertThat(db.sql(NOT_FOR_DISTRIBUTION).query(String.class).list()).isEmpty();
  }

  @Test
  void the_script_that_distributes_the_schema_names_the_tables_that_are_copied_and_finds_all_others_but_local_ones()
      throws IOException {
    String page = Files.readString(Path.of("../docs/operating/citus.md"));
    String copied = page.substring(page.indexOf("create_reference_table"));
    Set<String> named = Pattern.compile("'(\\w+)'").matcher(copied.substring(0, copied.indexOf(']'))).results()
        .map(name -> name.group(1)).collect(Collectors.toSet());
    assertThat(named).containsExactlyInAnyOrderElementsOf(REFERENCE);

    String distributed = page.substring(page.indexOf("SELECT create_distributed_table"));
    List<String> found = db.sql(distributed.substring(0, distributed.indexOf(';'))
        .replace("create_distributed_table(c.relname::text, 'account_id')", "c.relname")).query(String.class).list();
    assertThat(found).doesNotContainAnyElementsOf(GLOBAL);
    assertThat(found.size() + GLOBAL.size()).isEqualTo(db.sql("""
        SELECT count(*) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        """).query(Integer.class).single());
  }

  private List<String> keysWithoutAccount() {
    return db.sql(KEYS).param("global", GLOBAL.toArray(String[]::new)).query(String.class).list();
  }
}
