package io.sluice.bench;

import io.sluice.bench.Ledger.Check;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Several servers on one database, restarted one after the other under load. A node that is told to stop is asked for
 * leads until its {@code GET /status} says so, as by a load balancer; what it has begun, it ends.
 */
final class RollingRun {

  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int SECRET_BYTES = 32;

  private final RollingOptions options;
  private final Path dataDirectory;

  RollingRun(RollingOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @return whether nothing was refused or lost */
  boolean run() throws Exception {
    Process database = SluiceServer.command(options.home(), dataDirectory, "database").start();
    List<SluiceServer> nodes = new ArrayList<>();
    var ledger = new Ledger();
    try (BufferedReader said = database.inputReader();
        Recipient recipient = new Recipient(Duration.ofMillis(options.recipientDelayMs()), ledger::note)) {
      String[] address = said.readLine().split("=", 2);
      Map<String, String> settings = Map.of(address[0], address[1], "SLUICE_SECRET_KEY", secretKey());
      for (int i = 0; i < options.nodes(); i++) {
        nodes.add(start(i, settings));
      }
      String apiKey = SluiceServer.createAccount(options.home(), directory(0), settings);
      var exchange = new Exchange(nodes.getFirst().url(), apiKey);
      String delivery = Exchange.standardDelivery(recipient.url());
      String open = exchange.deploy("Delivers leads", delivery);
      String capped = exchange.deployCapped("Delivers so many",
          Exchange.standardDelivery(recipient.url().resolve(Ledger.CAPPED_PATH)), options.cap());
      var senders = new Senders(urls(nodes));
      senders.start(List.of(open, capped), options.connections());
      for (int round = 1; round <= options.rounds(); round++) {
        for (int i = 0; i < nodes.size(); i++) {
          Thread.sleep(BETWEEN);
          SluiceServer old = nodes.get(i);
          old.tellToStop();
          senders.servers(urls(nodes).stream().filter(url -> !url.equals(old.url())).toList());
          old.close();
          nodes.set(i, start(i, settings));
          senders.servers(urls(nodes));
          System.out.printf("round %d of %d: node %d restarted; %,d leads answered, %,d refused%n", round,
              options.rounds(), i + 1, senders.answered().size(), senders.refused());
        }
      }
      Thread.sleep(BETWEEN);
      return senders.compare(PostgresServer.below(dataDirectory), ledger, capped, options.cap(),
          List.of(new Check("refused", senders.refused()), new Check("without an answer", senders.unanswered())));
    } finally {
      nodes.forEach(SluiceServer::close);
      database.destroy();
      database.waitFor();
    }
  }

  private SluiceServer start(int node, Map<String, String> settings) throws IOException, InterruptedException {
    return SluiceServer.start(options.home(), directory(node), settings);
  }

  private Path directory(int node) throws IOException {
    Path directory = dataDirectory.resolve("node-" + node);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }

  private static List<URI> urls(List<SluiceServer> nodes) {
    return nodes.stream().map(SluiceServer::url).toList();
  }

  private static String secretKey() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
