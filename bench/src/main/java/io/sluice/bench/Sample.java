package io.sluice.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * One arm at one number of connections in one round.
 *
 * @param latency of what was taken, in microseconds
 * @param errors everything else
 * @param serverMb the server's resident memory at the end
 */
record Sample(
    String arm,
    int connections,
    Duration measured,
    Histogram latency,
    long errors,
    double serverCpuSeconds,
    double databaseCpuSeconds,
    double driverCpuSeconds,
    double serverMb) {

  long taken() {
    return latency.getTotalCount();
  }

  double perSecond() {
    return taken() / (measured.toNanos() / 1e9);
  }
}
