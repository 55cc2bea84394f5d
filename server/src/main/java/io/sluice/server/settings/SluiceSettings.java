package io.sluice.server.settings;

import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.account.provider.OidcProvider;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.http.edge.Rates;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.SmtpUrl;
import io.sluice.server.vault.VaultKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator decided ({@link Setting} says what each one means). Features do not see it: each declares a small
 * type for what it wants to know, and the program hands that to it.
 *
 * @param port 0: any free one
 * @param baseUrl without a slash at the end
 * @param database empty: the embedded one
 * @param mailServer empty: there is nowhere to send mail to
 * @param managementPort empty: off
 * @param trustedProxies networks in CIDR form, or addresses
 * @param vaultKeys empty: those of the file below the data directory
 * @param oidcProvider empty: everybody signs in with a password
 * @param outboundAllow networks in CIDR form, addresses or host names
 */
public record SluiceSettings(
    int port,
    String address,
    URI baseUrl,
    Path dataDirectory,
    Optional<DatabaseAddress> database,
    int databasePoolSize,
    Optional<String> databaseSystemUser,
    Optional<SmtpUrl> mailServer,
    String mailFrom,
    Optional<Integer> managementPort,
    String managementAddress,
    int maxBodyBytes,
    Duration bodyLimit,
    int maxUploadBytes,
    List<String> trustedProxies,
    Rates rates,
    List<VaultKey> vaultKeys,
    List<String> outboundAllow,
    Set<EmailAddress> superusers,
    Optional<OidcProvider> oidcProvider,
    URI s3Endpoint,
    String s3Region,
    FileSettings files,
    Duration invitationLifetime,
    Duration drainTime,
    Duration shutdownLimit) {

  /** The settings, or every reason why these variables are none. */
  public sealed interface Reading {

    record Accepted(SluiceSettings settings) implements Reading {}

    /** @param problems sentences without a full stop */
    record Refused(List<String> problems) implements Reading {}
  }

  /**
   * Reads the {@code SLUICE_} variables among these. One that is empty counts as not set, as compose files write it;
   * those of the tests ({@code SLUICE_TEST_…}) are none of ours.
   */
  public static Reading read(Map<String, String> variables) {
    return new SettingsReader(variables).read();
  }
}
