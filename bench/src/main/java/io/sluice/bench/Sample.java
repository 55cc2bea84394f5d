package io.sluice.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * One arm at one number of connections in one round.
 *
 * @param leads how many were taken
 * @param latency of what was taken, in microseconds
 * @param errors everything else
 * @param compilerCpuSeconds the part of the server's that went into compiling
 * @param laterCpuSeconds of server and database until search and statistics knew these leads, behind the load
 * @param serverMb the server's resident memory at the end
 * @param databaseMb that of all the database's processes, what they share counted once
 */
record Sample(
    String arm,
    int connections,
    Duration measured,
    long leads,
    Histogram latency,
    long errors,
    double serverCpuSeconds,
    double compilerCpuSeconds,
    double databaseCpuSeconds,
    double driverCpuSeconds,
    double laterCpuSeconds,
    double serverMb,
    double databaseMb) {

  private static final double COLD = 0.1;

  /** Whether the server still spends its time on getting quicker. */
  boolean isCold() {
    return compilerCpuSeconds > COLD * serverCpuSeconds;
  }

  double perSecond() {
    return leads / (measured.toNanos() / 1e9);
  }
}
