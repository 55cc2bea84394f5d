package io.sluice.bench.engine;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bin/bench engine}: measures the engine's parts and prints what each costs. */
public final class EngineBench {

  private static final String USAGE = """
      usage: bin/bench engine [--full] [types] [rules] [templates] [runs]

      Measures how long the engine takes for a field, a rule, a template and a whole lead, without server and database:
      processor time and bytes allocated for each, and how many times the first row of its table that is. About three
      minutes; --full repeats in three machines with longer rounds, half an hour. All four unless some are named.
      """;

  private static final List<String> PARTS = List.of("types", "rules", "templates", "runs");

  private EngineBench() {}

  public static void main(String... words) throws RunnerException {
    var given = List.of(words);
    var unknown = given.stream().filter(word -> !PARTS.contains(word) && !word.equals("--full")).toList();
    if (!unknown.isEmpty()) {
      System.err.print((given.contains("--help") ? "" : "bench: there is no " + String.join(", ",
          unknown) + "\n") + USAGE);
      System.exit(given.contains("--help") ? 0 : 2);
    }
    boolean full = given.contains("--full");
    var parts = PARTS.stream().filter(given::contains).toList();
    System.out.printf(Locale.ROOT, "Java %s, load %.1f; processor time of the process, with collector and compiler%n",
        System.getProperty("java.runtime.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    for (String part : parts.isEmpty() ? PARTS : parts) {
      System.out.print(table(part, measured(part, full)));
    }
  }

  private static Collection<RunResult> measured(String part, boolean full) throws RunnerException {
    var benchmark = switch (part) {
      case "types" -> TypeBenchmark.class;
      case "rules" -> RuleBenchmark.class;
      case "templates" -> TemplateBenchmark.class;
      default -> RunBenchmark.class;
    };
    return new Runner(new OptionsBuilder()
        .include(benchmark.getName())
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(full ? 3 : 1)
        .warmupIterations(full ? 5 : 3)
        .warmupTime(TimeValue.milliseconds(full ? 1_000 : 400))
        .measurementIterations(full ? 5 : 3)
        .measurementTime(TimeValue.milliseconds(full ? 1_000 : 300))
        .addProfiler(CpuProfiler.class)
        .addProfiler(GCProfiler.class)
        .jvmArgsAppend("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-Xbatch", "--sun-misc-unsafe-memory-access=allow")
        .verbosity(VerboseMode.SILENT)
        .build()).run();
  }

  private static String table(String part, Collection<RunResult> results) {
    var text = new StringBuilder(String.format(Locale.ROOT, "%n%-24s %10s %10s %10s %8s%n",
        part, "CPU ns", "wall ns", "bytes", "× first"));
    double first = results.stream().findFirst().map(EngineBench::cpu).orElse(1.0);
    for (var result : results) {
      var parameters = result.getParams();
      String name = parameters.getParamsKeys().stream().findFirst().map(parameters::getParam)
          .orElse(parameters.getBenchmark().substring(parameters.getBenchmark().lastIndexOf('.') + 1));
      text.append(String.format(Locale.ROOT, "%-24s %,10.0f %,10.0f %,10.0f %8.1f%n", name, cpu(result),
          result.getPrimaryResult().getScore(), secondary(result, "gc.alloc.rate.norm"), cpu(result) / first));
    }
    return text.toString();
  }

  private static double cpu(RunResult result) {
    return secondary(result, CpuProfiler.LABEL);
  }

  /** JMH hands its results out without their type. */
  @SuppressWarnings("rawtypes")
  private static double secondary(RunResult result, String label) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(label)).findFirst()
        .map(entry -> entry.getValue().getScore()).orElse(Double.NaN);
  }
}
