package io.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * All rounds of one arm at one number of connections. Ratios are those of each round to the same round of another arm, for the
 * machine's pace changes from round to round; percentiles are of all rounds together; CPU is microseconds for each lead.
 *
 * @param ofFloor the rate, as a part of the floor's
 * @param timesFloorP50 the median latency, as a multiple of the floor's
 * @param serverCpuMicros of the server without what it spent on compiling itself
 * @param laterCpuMicros of server and database behind the load, for what search and statistics had not learnt during it
 * @param databaseMb of the whole database, with the connections that other arms have open
 */
record Figures(
    String arm,
    long recipientDelayMs,
    int connections,
    List<Round> rounds,
    Spread perSecond,
    Spread ofFloor,
    double p50Ms,
    double p99Ms,
    double p999Ms,
    Spread timesFloorP50,
    Spread timesFloorP99,
    long errors,
    double serverCpuMicros,
    double compilerCpuMicros,
    double databaseCpuMicros,
    double driverCpuMicros,
    double laterCpuMicros,
    double serverMb,
    double databaseMb) {

  private static final double MICROS_PER_MS = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  /** @param cpuMicros of server and database for a lead, with what follows it */
  record Round(double perSecond, double p50Ms, double p99Ms, double cpuMicros) {

    static Round of(Sample sample) {
      double cpu = sample.serverCpuSeconds() - sample.compilerCpuSeconds() + sample.databaseCpuSeconds() + sample.laterCpuSeconds();
      return new Round(sample.perSecond(), ms(sample.latency(), 50), ms(sample.latency(), 99),
          ratio(cpu * MICROS_PER_SECOND, sample.leads()));
    }
  }

  /** @param samples one a round @param floor of the same rounds, in the same order */
  static Figures of(Duration recipientDelay, List<Sample> samples, List<Sample> floor) {
    Sample first = samples.getFirst();
    List<Round> rounds = samples.stream().map(Round::of).toList();
    List<Round> floors = floor.stream().map(Round::of).toList();
    Histogram latency = together(samples);
    return new Figures(first.arm(), recipientDelay.toMillis(), first.connections(), rounds,
        Spread.of(rounds.stream().mapToDouble(Round::perSecond).toArray()),
        ratios(rounds, floors, Round::perSecond), ms(latency, 50), ms(latency, 99), ms(latency, 99.9),
        ratios(rounds, floors, Round::p50Ms), ratios(rounds, floors, Round::p99Ms),
        samples.stream().mapToLong(Sample::errors).sum(),
        perLead(samples, sample -> sample.serverCpuSeconds() - sample.compilerCpuSeconds()),
        perLead(samples, Sample::compilerCpuSeconds), perLead(samples, Sample::databaseCpuSeconds),
        perLead(samples, Sample::driverCpuSeconds), perLead(samples, Sample::laterCpuSeconds),
        most(samples, Sample::serverMb), most(samples, Sample::databaseMb));
  }

  /** How many times as much as another arm, in each round. */
  Spread times(Figures other, ToDoubleFunction<Round> what) {
    return ratios(rounds, other.rounds, what);
  }

  /** How much more than another arm, in each round. */
  Spread above(Figures other, ToDoubleFunction<Round> what) {
    return Spread.of(IntStream.range(0, rounds.size())
        .mapToDouble(i -> what.applyAsDouble(rounds.get(i)) - what.applyAsDouble(other.rounds.get(i))).toArray());
  }

  private static Spread ratios(List<Round> rounds, List<Round> others, ToDoubleFunction<Round> what) {
    return Spread.of(IntStream.range(0, rounds.size())
        .mapToDouble(i -> ratio(what.applyAsDouble(rounds.get(i)), what.applyAsDouble(others.get(i)))).toArray());
  }

  private static Histogram together(List<Sample> samples) {
    Histogram all = samples.getFirst().latency().copy();
    samples.stream().skip(1).forEach(sample -> all.add(sample.latency()));
    return all;
  }

  private static double ms(Histogram latency, double percentile) {
    return latency.getValueAtPercentile(percentile) / MICROS_PER_MS;
  }

  private static double most(List<Sample> samples, ToDoubleFunction<Sample> what) {
    return samples.stream().mapToDouble(what).max().orElse(0);
  }

  private static double perLead(List<Sample> samples, ToDoubleFunction<Sample> seconds) {
    return ratio(samples.stream().mapToDouble(seconds).sum() * MICROS_PER_SECOND,
        samples.stream().mapToLong(Sample::leads).sum());
  }

  private static double ratio(double value, double of) {
    return of == 0 ? 0 : value / of;
  }
}
