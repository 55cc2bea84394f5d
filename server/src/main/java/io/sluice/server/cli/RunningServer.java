package io.sluice.server.cli;

import io.sluice.server.account.Superusers;
import io.sluice.server.account.provider.OidcProviders;
import io.sluice.server.crm.file.FileSettings;
import io.sluice.server.database.Database;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.firehose.S3Endpoint;
import io.sluice.server.event.journal.NodeName;
import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.edge.DrainTime;
import io.sluice.server.http.edge.Rates;
import io.sluice.server.http.edge.TrustedProxies;
import io.sluice.server.job.LeaseHolder;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.list.UploadLimit;
import io.sluice.server.mail.MailSettings;
import io.sluice.server.partner.invitation.Invitations;
import io.sluice.server.settings.SluiceSettings;
import io.sluice.server.vault.VaultKeys;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;

/** The program put together from its settings and its database: with its port open, or for one visit without. */
public final class RunningServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private RunningServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Returns when requests are answered. The database is closed with the server, after it. */
  public static RunningServer start(Class<?> application, SluiceSettings settings, Database database) {
    return start(application, settings, database, server -> {});
  }

  /** As above; {@code first} is done while {@code GET /status} still answers that the server is starting. */
  static RunningServer start(
      Class<?> application, SluiceSettings settings, Database database, Consumer<RunningServer> first) {
    SpringApplication program = assemble(application, settings, database);
    program.addInitializers(context -> ((GenericApplicationContext) context)
        .registerBean(ApplicationRunner.class, () -> _ -> first.accept(new RunningServer(context))));
    return new RunningServer(program.run());
  }

  /** Every use case, but no port is opened and no job is taken: for a command that may run beside a server. */
  static RunningServer withoutWork(Class<?> application, SluiceSettings settings, Database database) {
    SpringApplication program = assemble(application, settings, database);
    program.addInitializers(context -> ((GenericApplicationContext) context)
        .registerBean("lifecycleProcessor", NothingStarts.class));
    return new RunningServer(program.run());
  }

  /** How to reach it from this machine, without a slash at the end. */
  public URI url() {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://localhost:" + port);
  }

  /** Until it is told to stop. */
  boolean isUp() {
    return !context.isClosed();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  private static SpringApplication assemble(Class<?> application, SluiceSettings settings, Database database) {
    SpringApplication program = new SpringApplication(application);
    program.setDefaultProperties(springProperties(settings));
    program.setBeanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE); // the CRM has Invitations too
    program.addInitializers(context -> {
      GenericApplicationContext beans = (GenericApplicationContext) context;
      beans.registerBean(Database.class, () -> database);
      beans.registerBean(BaseUrl.class, () -> new BaseUrl(settings.baseUrl()));
      beans.registerBean(UploadLimit.class, () -> new UploadLimit(settings.maxUploadBytes()));
      beans.registerBean(BodyLimit.class, () -> new BodyLimit(settings.maxBodyBytes(), settings.bodyLimit()));
      beans.registerBean(Rates.class, settings::rates);
      beans.registerBean(DrainTime.class, () -> new DrainTime(settings.drainTime()));
      beans.registerBean(TrustedProxies.class, () -> TrustedProxies.of(settings.trustedProxies()));
      beans.registerBean(MailSettings.class, () -> new MailSettings(settings.mailFrom(), settings.mailServer()));
      beans.registerBean(VaultKeys.class, () -> new VaultKeys(settings.vaultKeys(), settings.dataDirectory()));
      beans.registerBean(AllowedTargets.class, () -> AllowedTargets.of(settings.outboundAllow()));
      beans.registerBean(S3Endpoint.class, () -> new S3Endpoint(settings.s3Endpoint(), settings.s3Region()));
      beans.registerBean(FileSettings.class, settings::files);
      beans.registerBean(OidcProviders.class, () -> new OidcProviders(settings.oidcProvider().stream().toList()));
      beans.registerBean(Superusers.class, () -> new Superusers(settings.superusers()));
      beans.registerBean(Invitations.Lifetime.class, () -> new Invitations.Lifetime(settings.invitationLifetime()));
      beans.registerBean(NodeName.class, () -> database.embedded().isPresent()
          ? NodeName.ofItsDatabase() : NodeName.ofPort(settings.port()));
      beans.registerBean(LeaseHolder.class, () -> database.embedded().isPresent()
          ? LeaseHolder.ofItsDatabase() : LeaseHolder.ofThisProcess());
      beans.registerBean(JdbcConnectionDetails.class, () -> new Connections(beans.getBean(Database.class).address()));
    });
    return program;
  }

  /** What the framework reads for itself; what never changes is in application.yaml. */
  private static Map<String, Object> springProperties(SluiceSettings settings) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("server.port", settings.port());
    properties.put("server.address", settings.address());
    properties.put("spring.datasource.hikari.maximum-pool-size", settings.databasePoolSize());
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", settings.shutdownLimit().toString());
    properties.put("server.tomcat.max-swallow-size", settings.maxBodyBytes() + "B");
    properties.put("management.server.port", settings.managementPort().orElse(-1));
    if (settings.managementPort().isPresent()) {
      properties.put("management.server.address", settings.managementAddress());
    }
    return properties;
  }

  private record Connections(DatabaseAddress address) implements JdbcConnectionDetails {

    @Override
    public String getUsername() {
      return address.user();
    }

    @Override
    public String getPassword() {
      return address.password();
    }

    @Override
    public String getJdbcUrl() {
      return address.url();
    }
  }

  private static final class NothingStarts extends DefaultLifecycleProcessor {

    @Override
    public void onRefresh() {
      // The port and the workers are what a lifecycle starts.
    }
  }
}
