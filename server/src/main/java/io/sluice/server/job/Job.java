package io.sluice.server.job;

/** One job in the hands of a worker. @param attempt which try this is, from 1; a try whose node died counts */
public record Job(String kind, String key, String payload, int attempt) {

  @Override
  public String toString() {
    return kind + " " + key;
  }
}
