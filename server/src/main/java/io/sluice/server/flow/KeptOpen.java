package io.sluice.server.flow;

/** Something compiled and kept in memory that every node must drop when it changes on any. */
public interface KeptOpen {

  /** Forgets everything of which there is another version by now. */
  void forgetOutdated();
}
