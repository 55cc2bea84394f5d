package io.sluice.server.entity;

/** What a connected account is to mine. */
public enum Relation {
  SELLER, BUYER, BOTH;

  public Relation and(Relation other) {
    return this == other ? this : BOTH;
  }
}
