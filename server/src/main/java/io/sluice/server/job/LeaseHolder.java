package io.sluice.server.job;

import java.lang.management.ManagementFactory;

/**
 * Who has jobs in hand.
 *
 * @param isHeld nobody else can have the name while this process lives, and whoever had it before is gone
 */
public record LeaseHolder(String name, boolean isHeld) {

  /** A server whose database is its own: its data directory is locked until its process has ended (decision 0136). */
  public static LeaseHolder ofItsDatabase() {
    return new LeaseHolder("embedded", true);
  }

  /** process@host: who to look for when a lease hangs; the lease itself is what is compared. */
  public static LeaseHolder ofThisProcess() {
    return new LeaseHolder(ManagementFactory.getRuntimeMXBean().getName(), false);
  }
}
