package io.sluice.server.event.log;

/** What became of an entry. */
public enum Appended {
  /** It is durable. */
  STORED,
  /**
   * Another node has taken over what this one had in hand, believing it dead, and writes it; or it gave back the slots of a
   * lead that was in no journal. Nothing was written.
   */
  TAKEN_OVER,
  /** Another lead has the key of this one; nothing was written. */
  REPEATED,
  /** Too many wait to be written; nothing was. */
  BUSY,
  /** The database does not answer; the entry may have been written all the same if it broke during the commit. */
  UNAVAILABLE
}
