package io.sluice.server.http.edge;

/**
 * How many requests a minute the operator lets through on each node; 0: as many as come.
 *
 * @param submit to one source of one flow, or to one router
 * @param key by one API key, or by one user in the console
 * @param address from one address, whatever it asks for
 * @param open from one address that says not who it is and wants to change something: signing in, signing up,
 *     feedback on events that there are not
 * @param feedback on one delivery
 */
public record Rates(int submit, int key, int address, int open, int feedback) {

  public static final Rates STANDARD = new Rates(60_000, 6_000, 120_000, 60, 60);
}
