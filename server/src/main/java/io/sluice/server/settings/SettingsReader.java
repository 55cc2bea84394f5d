package io.sluice.server.settings;

import io.sluice.server.account.provider.OidcProvider;
import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.http.edge.Rates;
import io.sluice.server.settings.SluiceSettings.Reading;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads every setting before judging any, so that all problems are told at once. */
final class SettingsReader {

  private static final String PREFIX = "SLUICE_";
  private static final String TESTS_PREFIX = "SLUICE_TEST_";
  private static final int DRAIN_SECONDS = 5;

  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> variables) {
    this.variables = new TreeMap<>(variables);
  }

  Reading read() {
    refuseUnknown();
    int port = valueOrDefault(Setting.PORT);
    Optional<DatabaseAddress> database = value(Setting.DATABASE_URL);
    SluiceSettings settings = new SluiceSettings(
        port,
        value(Setting.ADDRESS).orElse(database.isPresent() ? "0.0.0.0" : "127.0.0.1"),
        value(Setting.BASE_URL).orElse(URI.create("http://localhost:" + port)),
        valueOrDefault(Setting.DATA_DIR),
        database,
        valueOrDefault(Setting.DATABASE_POOL_SIZE),
        value(Setting.DATABASE_SYSTEM_USER),
        value(Setting.SMTP_URL),
        valueOrDefault(Setting.MAIL_FROM),
        managementPort(port),
        valueOrDefault(Setting.MANAGEMENT_ADDRESS),
        valueOrDefault(Setting.MAX_BODY_BYTES),
        Duration.ofSeconds(valueOrDefault(Setting.BODY_LIMIT_SECONDS)),
        valueOrDefault(Setting.MAX_UPLOAD_BYTES),
        value(Setting.TRUSTED_PROXIES).orElse(List.of()),
        new Rates(valueOrDefault(Setting.RATE_SUBMIT), valueOrDefault(Setting.RATE_KEY),
            valueOrDefault(Setting.RATE_ADDRESS), valueOrDefault(Setting.RATE_OPEN),
            valueOrDefault(Setting.RATE_FEEDBACK)),
        value(Setting.SECRET_KEY).orElse(List.of()),
        value(Setting.OUTBOUND_ALLOW).orElse(List.of()),
        value(Setting.SUPERUSERS).orElse(Set.of()),
        oidcProvider(),
        valueOrDefault(Setting.S3_ENDPOINT),
        valueOrDefault(Setting.S3_REGION),
        new FileSettings(bucketOfFiles(), Duration.ofDays(valueOrDefault(Setting.FILES_RETENTION_DAYS))),
        Duration.ofDays(valueOrDefault(Setting.INVITATION_LIFETIME_DAYS)),
        Duration.ofSeconds(value(Setting.DRAIN_SECONDS).orElse(database.isPresent() ? DRAIN_SECONDS : 0)),
        Duration.ofSeconds(valueOrDefault(Setting.SHUTDOWN_LIMIT_SECONDS)));
    return problems.isEmpty() ? new Reading.Accepted(settings) : new Reading.Refused(List.copyOf(problems));
  }

  /** On the same port its pages would be open to all who reach the API. */
  private Optional<Integer> managementPort(int port) {
    Optional<Integer> management = value(Setting.MANAGEMENT_PORT);
    if (port != 0 && management.filter(other -> other == port).isPresent()) {
      problems.add(Setting.MANAGEMENT_PORT.name() + " must be another port than " + Setting.PORT.name());
    }
    return management;
  }

  private Optional<FileSettings.Bucket> bucketOfFiles() {
    Optional<String> name = value(Setting.FILES_BUCKET);
    Optional<String> id = value(Setting.FILES_ACCESS_KEY_ID);
    Optional<String> secret = value(Setting.FILES_SECRET_ACCESS_KEY);
    URI endpoint = valueOrDefault(Setting.FILES_ENDPOINT);
    String region = valueOrDefault(Setting.FILES_REGION);
    if (name.isPresent() && (id.isEmpty() || secret.isEmpty())) {
      problems.add(Setting.FILES_BUCKET.name() + " needs " + Setting.FILES_ACCESS_KEY_ID.name() + " and "
          + Setting.FILES_SECRET_ACCESS_KEY.name());
      return Optional.empty();
    }
    return name.map(bucket -> new FileSettings.Bucket(endpoint, region, bucket, id.orElseThrow(), secret.orElseThrow()));
  }

  /** All three or none: a half of them is a mistake. */
  private Optional<OidcProvider> oidcProvider() {
    String name = valueOrDefault(Setting.OIDC_PROVIDER);
    Optional<URI> issuer = value(Setting.OIDC_ISSUER);
    Optional<String> client = value(Setting.OIDC_CLIENT_ID);
    Optional<String> secret = value(Setting.OIDC_CLIENT_SECRET);
    if (issuer.isPresent() && client.isPresent() && secret.isPresent()) {
      return Optional.of(new OidcProvider(name, issuer.get(), client.get(), secret.get()));
    }
    if (issuer.isPresent() || client.isPresent() || secret.isPresent()) {
      problems.add("SLUICE_OIDC_ISSUER, SLUICE_OIDC_CLIENT_ID and SLUICE_OIDC_CLIENT_SECRET must be set together");
    }
    return Optional.empty();
  }

  private void refuseUnknown() {
    for (String name : variables.keySet()) {
      boolean known = Setting.ALL.stream().anyMatch(setting -> setting.name().equals(name));
      if (name.startsWith(PREFIX) && !name.startsWith(TESTS_PREFIX) && !known) {
        problems.add(name + " is not a setting (did you mean " + NearestName.to(name, names()) + "?)");
      }
    }
  }

  private <T> Optional<T> value(Setting<T> setting) {
    String text = variables.getOrDefault(setting.name(), "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = setting.kind().reader().apply(text);
    if (value.isEmpty()) {
      String found = setting.kind().secret() ? "" : ", not " + text;
      problems.add(setting.name() + " must be " + setting.kind().expectation() + found);
    }
    return value;
  }

  /** For a setting whose documented default is itself a text to read. */
  private <T> T valueOrDefault(Setting<T> setting) {
    return value(setting).orElseGet(() -> setting.kind().reader().apply(setting.otherwise()).orElseThrow());
  }

  private static List<String> names() {
    return Setting.ALL.stream().map(Setting::name).toList();
  }
}
