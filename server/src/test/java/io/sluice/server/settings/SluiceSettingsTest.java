package io.sluice.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.account.provider.OidcProvider;
import io.sluice.server.settings.SluiceSettings.Reading;
import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.http.edge.Rates;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.SmtpUrl;
import io.sluice.server.vault.VaultKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SluiceSettingsTest {

  @Test
  void with_nothing_set_the_server_keeps_to_this_machine_and_its_own_database() {
    assertThat(accepted(Map.of())).isEqualTo(new SluiceSettings(8080, "127.0.0.1", URI.create("http://localhost:8080"),
        Path.of("./data"), Optional.empty(), 20, Optional.empty(), Optional.empty(), "Sluice <sluice@localhost>",
        Optional.empty(), "127.0.0.1", 1_048_576, Duration.ofSeconds(30), 1_073_741_824, List.of(), Rates.STANDARD,
        List.of(), List.of(), Set.of(), Optional.empty(), URI.create("https://s3.amazonaws.com"), "us-east-1",
        new FileSettings(Optional.empty(), Duration.ofDays(30)), Duration.ofDays(30), Duration.ZERO,
        Duration.ofSeconds(20)));
  }

  @Test
  void with_a_database_of_ones_own_it_listens_everywhere_and_leaves_slowly_unless_told_otherwise() {
    String url = "postgres://acme:secret@db.acme.test/leads";
    assertThat(accepted(Map.of("SLUICE_DATABASE_URL", url)).drainTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(accepted(Map.of("SLUICE_DATABASE_URL", url)).address()).isEqualTo("0.0.0.0");
    assertThat(accepted(Map.of("SLUICE_DATABASE_URL", url, "SLUICE_ADDRESS", "10.1.2.3")).address())
        .isEqualTo("10.1.2.3");
  }

  @Test
  void every_setting_is_read() {
    SluiceSettings settings = accepted(Map.ofEntries(
        Map.entry("SLUICE_PORT", "9000"),
        Map.entry("SLUICE_ADDRESS", "::1"),
        Map.entry("SLUICE_BASE_URL", "https://leads.acme.test/"),
        Map.entry("SLUICE_DATA_DIR", "/var/lib/sluice"),
        Map.entry("SLUICE_DATABASE_URL", "postgres://acme:secret@db.acme.test/leads"),
        Map.entry("SLUICE_DATABASE_POOL_SIZE", "30"),
        Map.entry("SLUICE_DATABASE_SYSTEM_USER", "sluice"),
        Map.entry("SLUICE_SMTP_URL", "smtp://acme:p%40ss@mail.acme.test"),
        Map.entry("SLUICE_MAIL_FROM", "Acme <leads@acme.test>"),
        Map.entry("SLUICE_MANAGEMENT_PORT", "9001"),
        Map.entry("SLUICE_MANAGEMENT_ADDRESS", "0.0.0.0"),
        Map.entry("SLUICE_MAX_BODY_BYTES", "2048"),
        Map.entry("SLUICE_MAX_UPLOAD_BYTES", "4096"),
        Map.entry("SLUICE_BODY_LIMIT_SECONDS", "5"),
        Map.entry("SLUICE_TRUSTED_PROXIES", "10.0.0.0/8,::1"),
        Map.entry("SLUICE_RATE_SUBMIT_PER_MINUTE", "1"),
        Map.entry("SLUICE_RATE_KEY_PER_MINUTE", "2"),
        Map.entry("SLUICE_RATE_ADDRESS_PER_MINUTE", "3"),
        Map.entry("SLUICE_RATE_OPEN_PER_MINUTE", "0"),
        Map.entry("SLUICE_RATE_FEEDBACK_PER_MINUTE", "4"),
        Map.entry("SLUICE_SECRET_KEY", "c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE="),
        Map.entry("SLUICE_OUTBOUND_ALLOW", "10.0.0.0/8, crm.acme.test,fd00::/8"),
        Map.entry("SLUICE_SUPERUSERS", "ops@acme.test, Root@acme.test"),
        Map.entry("SLUICE_OIDC_PROVIDER", "google"),
        Map.entry("SLUICE_OIDC_ISSUER", "https://accounts.acme.test/tenant/v2.0"),
        Map.entry("SLUICE_OIDC_CLIENT_ID", "sluice"),
        Map.entry("SLUICE_OIDC_CLIENT_SECRET", "most-secret"),
        Map.entry("SLUICE_S3_ENDPOINT", "https://minio.acme.test:9000"),
        Map.entry("SLUICE_S3_REGION", "eu-west-1"),
        Map.entry("SLUICE_FILES_BUCKET", "acme-files"),
        Map.entry("SLUICE_FILES_ENDPOINT", "https://minio.acme.test:9000"),
        Map.entry("SLUICE_FILES_REGION", "eu-west-1"),
        Map.entry("SLUICE_FILES_ACCESS_KEY_ID", "AKIA"),
        Map.entry("SLUICE_FILES_SECRET_ACCESS_KEY", "very/secret"),
        Map.entry("SLUICE_FILES_RETENTION_DAYS", "9"),
        Map.entry("SLUICE_INVITATION_LIFETIME_DAYS", "7"),
        Map.entry("SLUICE_DRAIN_SECONDS", "15"),
        Map.entry("SLUICE_SHUTDOWN_LIMIT_SECONDS", "5"),
        Map.entry("SLUICE_JAVA_OPTIONS", "-Xmx1g"),
        Map.entry("SLUICE_START_CACHE", "off")));
    assertThat(settings).isEqualTo(new SluiceSettings(9000, "::1", URI.create("https://leads.acme.test"),
        Path.of("/var/lib/sluice"), settings.database(), 30, Optional.of("sluice"),
        Optional.of(SmtpUrl.parse("smtp://acme:p%40ss@mail.acme.test")),
        "Acme <leads@acme.test>", Optional.of(9001), "0.0.0.0", 2048,
        Duration.ofSeconds(5), 4096, List.of("10.0.0.0/8", "::1"), new Rates(1, 2, 3, 0, 4),
        List.of(VaultKey.read("c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=").orElseThrow()),
        List.of("10.0.0.0/8", "crm.acme.test", "fd00::/8"),
        Set.of(new EmailAddress("ops@acme.test"), new EmailAddress("root@acme.test")),
        Optional.of(new OidcProvider(
            "google", URI.create("https://accounts.acme.test/tenant/v2.0"), "sluice", "most-secret")),
        URI.create("https://minio.acme.test:9000"), "eu-west-1",
        new FileSettings(Optional.of(new FileSettings.Bucket(URI.create("https://minio.acme.test:9000"), "eu-west-1",
            "acme-files", "AKIA", "very/secret")), Duration.ofDays(9)),
        Duration.ofDays(7), Duration.ofSeconds(15), Duration.ofSeconds(5)));
    assertThat(settings.toString()).doesNotContain("very/secret", "most-secret");
    assertThat(settings.database().orElseThrow().user()).isEqualTo("acme");
  }

  @Test
  void an_unknown_name_stops_the_start_and_suggests_the_nearest() {
    assertThat(problems(Map.of("SLUICE_DATABSE_URL", "x")))
        .containsExactly("SLUICE_DATABSE_URL is not a setting (did you mean SLUICE_DATABASE_URL?)");
  }

  @Test
  void all_problems_are_named_at_once() {
    Map<String, String> variables =
        Map.of("SLUICE_PROT", "1", "SLUICE_PORT", "http", "SLUICE_MAX_BODY_BYTES", "1");
    assertThat(problems(variables)).containsExactly(
        "SLUICE_PROT is not a setting (did you mean SLUICE_PORT?)",
        "SLUICE_PORT must be a whole number from 0 to 65535, not http",
        "SLUICE_MAX_BODY_BYTES must be a whole number from 1024 to 1048576, not 1");
  }

  @Test
  void no_value_that_may_hold_a_password_is_quoted() {
    var bad = Map.of("SLUICE_DATABASE_URL", "mysql://acme:secret@db/leads", "SLUICE_SMTP_URL", "acme:secret");
    assertThat(problems(bad)).hasSize(2).noneMatch(problem -> problem.contains("secret"));
    var good = Map.of("SLUICE_DATABASE_URL", "postgres://a:secret@db/leads", "SLUICE_SMTP_URL", "smtp://a:secret@mail");
    assertThat(accepted(good).toString()).doesNotContain("secret");
  }

  @Test
  void a_provider_to_sign_in_through_is_named_whole_or_not_at_all() {
    assertThat(problems(Map.of("SLUICE_OIDC_ISSUER", "https://accounts.acme.test", "SLUICE_OIDC_CLIENT_ID", "sluice")))
        .containsExactly(
            "SLUICE_OIDC_ISSUER, SLUICE_OIDC_CLIENT_ID and SLUICE_OIDC_CLIENT_SECRET must be set together");
    assertThat(problems(Map.of("SLUICE_OIDC_PROVIDER", "password"))).hasSize(1);
  }

  @Test
  void the_management_port_is_another_than_that_of_the_api() {
    assertThat(problems(Map.of("SLUICE_PORT", "9000", "SLUICE_MANAGEMENT_PORT", "9000")))
        .containsExactly("SLUICE_MANAGEMENT_PORT must be another port than SLUICE_PORT");
  }

  @Test
  void a_bucket_for_files_needs_its_keys() {
    assertThat(problems(Map.of("SLUICE_FILES_BUCKET", "acme-files", "SLUICE_FILES_ACCESS_KEY_ID", "AKIA")))
        .containsExactly("SLUICE_FILES_BUCKET needs SLUICE_FILES_ACCESS_KEY_ID and SLUICE_FILES_SECRET_ACCESS_KEY");
    assertThat(problems(Map.of("SLUICE_FILES_BUCKET", "../etc"))).hasSize(1);
  }

  @Test
  void an_empty_variable_counts_as_not_set() {
    assertThat(accepted(Map.of("SLUICE_PORT", "")).port()).isEqualTo(8080);
  }

  @Test
  void variables_of_others_and_of_the_tests_are_let_be() {
    var variables = Map.of("PATH", "/bin", "SLUICE_TEST_DATABASE_URL", "postgres://db/test");
    assertThat(accepted(variables).port()).isEqualTo(8080);
  }

  @Test
  void a_base_url_is_one_that_a_path_can_be_put_behind() {
    for (String url : List.of("leads.acme.test", "ftp://leads.acme.test", "https://acme.test/app", "https://h/?a=b")) {
      assertThat(problems(Map.of("SLUICE_BASE_URL", url))).as(url).hasSize(1);
    }
  }

  @Test
  void what_may_be_dialled_is_networks_addresses_and_names() {
    assertThat(accepted(Map.of("SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8,::1,crm")).outboundAllow())
        .containsExactly("127.0.0.0/8", "::1", "crm");
    for (String targets : List.of("10.0.0.0/99", "a b", "10.0.0.256", "crm,,acme")) {
      assertThat(problems(Map.of("SLUICE_OUTBOUND_ALLOW", targets))).as(targets).hasSize(1);
    }
  }

  @Test
  void the_documented_table_is_the_programs_own() throws IOException {
    String page = Files.readString(Path.of("../docs/operating/settings.md"));
    assertThat(page).as("replace the table in docs/operating/settings.md by:\n%s", SettingsTable.markdown())
        .contains(SettingsTable.markdown());
  }

  private static SluiceSettings accepted(Map<String, String> variables) {
    assertThat(SluiceSettings.read(variables)).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) SluiceSettings.read(variables)).settings();
  }

  private static List<String> problems(Map<String, String> variables) {
    assertThat(SluiceSettings.read(variables)).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) SluiceSettings.read(variables)).problems();
  }

  @Test
  void a_key_that_is_none_is_told_and_not_quoted() {
    for (String key : List.of("c2hvcnQ=", "not base64", "c2x1aWNlIHRlc3Qga2V5LCAzMiBieXRlcyBsb25nISE=,")) {
      assertThat(problems(Map.of("SLUICE_SECRET_KEY", key))).singleElement().asString()
          .contains("SLUICE_SECRET_KEY must be keys of 32 bytes in base64").doesNotContain(key);
    }
  }
}
