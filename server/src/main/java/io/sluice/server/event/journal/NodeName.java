package io.sluice.server.event.journal;

/**
 * What the lives of one node have in common, so that a life knows its former ones.
 *
 * @param isHeld nobody else can have the name while this process lives, and whoever had it before is gone
 */
public record NodeName(String value, boolean isHeld) {

  /** A node whose database is its own: its data directory is locked until its process has ended (decision 0136). */
  public static NodeName ofItsDatabase() {
    return new NodeName("embedded", true);
  }

  /** Whoever has this machine's port is this node come back, unless it is another machine of the same name. */
  public static NodeName ofPort(int port) {
    return new NodeName(NodeLife.host() + ":" + port, false);
  }
}
