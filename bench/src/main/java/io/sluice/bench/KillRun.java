package io.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Kills the server, or its database, at random moments under load, and in the end compares what senders were told and
 * what the recipient got with what is stored. Every sender repeats a lead under its idempotency key until it is answered.
 */
final class KillRun {

  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final int EVERY_WHICH_DATABASE = 3;

  private final KillOptions options;
  private final Path dataDirectory;
  private final Random random = new Random();

  KillRun(KillOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @return whether every promise was kept */
  boolean run() throws Exception {
    String apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    var ledger = new Ledger();
    try (Recipient recipient = new Recipient(Duration.ofMillis(options.recipientDelayMs()), ledger::note)) {
      SluiceServer alive = SluiceServer.start(options.home(), dataDirectory);
      try {
        var senders = new Senders(List.of(alive.url()));
        var exchange = new Exchange(alive.url(), apiKey);
        String delivery = Exchange.standardDelivery(recipient.url());
        String open = exchange.deploy("Delivers leads", delivery);
        String capped = exchange.deployCapped("Delivers so many", delivery, options.cap());
        senders.start(List.of(open, capped), options.connections());
        for (int round = 1; round <= options.rounds(); round++) {
          Thread.sleep(SHORTEST.toMillis() + random.nextLong(options.seconds() * 1000L));
          boolean database = round % EVERY_WHICH_DATABASE == 0;
          if (database) {
            killDatabase();
          } else {
            alive.kill();
            alive = SluiceServer.start(options.home(), dataDirectory);
            senders.servers(List.of(alive.url()));
          }
          say("round %d of %d: killed the %s; %d leads answered".formatted(
              round, options.rounds(), database ? "database" : "server", senders.answered().size()));
        }
        return senders.compare(PostgresServer.below(dataDirectory), ledger, capped, options.cap(), List.of());
      } finally {
        alive.close();
      }
    }
  }

  /** PostgreSQL takes the death of one of its processes for a crash of all, and recovers from its log. */
  private void killDatabase() throws Exception {
    long postmaster = PostgresServer.below(dataDirectory).pid();
    List<ProcessHandle> children = ProcessHandle.of(postmaster).orElseThrow().children().toList();
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
