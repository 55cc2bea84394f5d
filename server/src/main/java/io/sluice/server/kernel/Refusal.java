package io.sluice.server.kernel;

/** A use case said no. Each feature seals its own: one case for every way it refuses. */
public interface Refusal {

  Problem problem();
}
