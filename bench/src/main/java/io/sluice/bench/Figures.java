package io.sluice.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * All rounds of one arm at one number of connections. Rates and ratios are the median of the rounds, a ratio always to the
 * floor of the same round; percentiles are of all rounds together; CPU is microseconds for each lead.
 *
 * @param ofFloor the rate, as a part of the floor's
 * @param timesFloorP50 the median latency, as a multiple of the floor's
 * @param serverCpuMicros of the server without what it spent on compiling itself
 * @param laterCpuMicros of server and database behind the load, for what search and statistics had not learnt during it
 */
record Figures(
    String arm,
    long recipientDelayMs,
    int connections,
    double perSecond,
    double leastPerSecond,
    double mostPerSecond,
    double ofFloor,
    double p50Ms,
    double p99Ms,
    double p999Ms,
    double timesFloorP50,
    double timesFloorP99,
    long errors,
    double serverCpuMicros,
    double compilerCpuMicros,
    double databaseCpuMicros,
    double driverCpuMicros,
    double laterCpuMicros,
    double serverMb) {

  private static final double MICROS_PER_MS = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  /** @param samples one a round @param floor of the same rounds, in the same order */
  static Figures of(Duration recipientDelay, List<Sample> samples, List<Sample> floor) {
    Sample first = samples.getFirst();
    double[] rates = samples.stream().mapToDouble(Sample::perSecond).sorted().toArray();
    double[] ratios = new double[samples.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = ratio(samples.get(round).perSecond(), floor.get(round).perSecond());
    }
    Histogram latency = together(samples);
    Histogram floorLatency = together(floor);
    return new Figures(first.arm(), recipientDelay.toMillis(), first.connections(), median(rates), rates[0], rates[rates.length - 1],
        median(ratios), ms(latency, 50), ms(latency, 99), ms(latency, 99.9),
        ratio(ms(latency, 50), ms(floorLatency, 50)), ratio(ms(latency, 99), ms(floorLatency, 99)),
        samples.stream().mapToLong(Sample::errors).sum(),
        perLead(samples, sample -> sample.serverCpuSeconds() - sample.compilerCpuSeconds()),
        perLead(samples, Sample::compilerCpuSeconds), perLead(samples, Sample::databaseCpuSeconds),
        perLead(samples, Sample::driverCpuSeconds), perLead(samples, Sample::laterCpuSeconds),
        samples.stream().mapToDouble(Sample::serverMb).max().orElse(0));
  }

  private static Histogram together(List<Sample> samples) {
    Histogram all = samples.getFirst().latency().copy();
    samples.stream().skip(1).forEach(sample -> all.add(sample.latency()));
    return all;
  }

  private static double ms(Histogram latency, double percentile) {
    return latency.getValueAtPercentile(percentile) / MICROS_PER_MS;
  }

  private static double perLead(List<Sample> samples, ToDoubleFunction<Sample> seconds) {
    return ratio(samples.stream().mapToDouble(seconds).sum() * MICROS_PER_SECOND,
        samples.stream().mapToLong(Sample::leads).sum());
  }

  private static double ratio(double value, double of) {
    return of == 0 ? 0 : value / of;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
