package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Kills the server, a process of its database and the whole database in turns, at random moments under load, and in the end
 * compares what senders were told and what the recipient got with what is stored. Every sender repeats a lead under its
 * idempotency key until it is answered. A run in which nothing could have gone wrong has failed as well.
 */
final class KillRun {

  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration LONGEST_WITHOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Who dies, in this order. */
  private enum Victim {
    SERVER("the server"),
    /** PostgreSQL takes the death of one of its processes for a crash of all, and recovers from its log. */
    DATABASE_PROCESS("a process of the database"),
    /** The server ends with the database it started, and starts it again. */
    DATABASE("the database, and with it the server");

    private final String named;

    Victim(String named) {
      this.named = named;
    }

    static Victim of(int round) {
      return values()[(round - 1) % values().length];
    }
  }

  private final KillOptions options;
  private final Path dataDirectory;
  private final Random random = new Random();

  KillRun(KillOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @return whether every promise was kept, and put to the test */
  boolean run() throws Exception {
    String apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    var ledger = new Ledger();
    try (Recipient recipient = new Recipient(Duration.ofMillis(options.recipientDelayMs()), ledger::note)) {
      SluiceServer alive = SluiceServer.start(options.home(), dataDirectory);
      try {
        var senders = new Senders(List.of(alive.url()));
        var exchange = new Exchange(alive.url(), apiKey);
        String open = exchange.deploy("Delivers leads", Exchange.standardDelivery(recipient.url()));
        String capped = exchange.deployCapped("Delivers so many",
            Exchange.standardDelivery(recipient.url().resolve(Ledger.CAPPED_PATH)), options.cap());
        senders.start(List.of(open, capped), options.connections());
        long caught = 0;
        for (int round = 1; round <= options.rounds(); round++) {
          int before = senders.answered().size();
          Thread.sleep(SHORTEST.toMillis() + random.nextLong(options.seconds() * 1000L));
          if (!comes(() -> senders.answered().size() > before)) {
            return failed("nobody was answered in round %d, within %d s".formatted(round, LONGEST_WITHOUT.toSeconds()));
          }
          if (round == options.rounds() && !comes(() -> senders.toldOfCap() > 0)) {
            return failed("the cap of %d was not reached before the last kill: --cap sets a smaller one"
                .formatted(options.cap()));
          }
          int underWay = senders.underWay();
          caught += underWay;
          Victim victim = Victim.of(round);
          if (!kill(victim, alive)) {
            return failed("the server outlived its database by " + LONGEST_WITHOUT.toSeconds() + " s");
          }
          if (victim != Victim.DATABASE_PROCESS) {
            alive = SluiceServer.start(options.home(), dataDirectory);
            senders.servers(List.of(alive.url()));
          }
          System.out.printf("round %d of %d: killed %s with %d requests under way; %,d leads answered%n", round,
              options.rounds(), victim.named, underWay, senders.answered().size());
        }
        boolean kept = senders.compare(PostgresServer.below(dataDirectory), ledger, capped, options.cap(), List.of());
        return caught > 0 ? kept : failed("no request was under way at any of the kills");
      } finally {
        alive.close();
      }
    }
  }

  /** @return false when the server goes on without its database */
  private boolean kill(Victim victim, SluiceServer server) throws IOException, InterruptedException {
    if (victim == Victim.SERVER) {
      server.kill();
      return true;
    }
    ProcessHandle database = ProcessHandle.of(PostgresServer.below(dataDirectory).pid()).orElseThrow();
    if (victim == Victim.DATABASE) {
      database.destroyForcibly();
      return server.ends(LONGEST_WITHOUT);
    }
    List<ProcessHandle> children = database.children().toList();
    children.get(random.nextInt(children.size())).destroyForcibly();
    return true;
  }

  /** Waits for what should come about soon. @return whether it did */
  private static boolean comes(BooleanSupplier what) throws InterruptedException {
    long limit = System.nanoTime() + LONGEST_WITHOUT.toNanos();
    while (!what.getAsBoolean() && System.nanoTime() < limit) {
      Thread.sleep(POLL);
    }
    return what.getAsBoolean();
  }

  private static boolean failed(String why) {
    System.out.println("NO   " + why);
    return false;
  }
}
