package io.sluice.server.kernel;

/** Something made of the database and kept in memory, that every node must drop when it changes on any. */
public interface KeptOpen {

  /** Forgets everything of which there is another version by now. */
  void forgetOutdated();
}
