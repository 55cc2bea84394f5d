package io.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that a run found out.
 *
 * @param arms name → meaning
 * @param halfLoad each at half of what it could, at the connections the aims are about; times of the floor at half of its own
 * @param checks what was verified at the end
 */
record Report(
    Machine machine,
    Settings settings,
    Idle idle,
    Map<String, String> arms,
    List<Figures> figures,
    List<Figures> halfLoad,
    List<String> checks,
    boolean balanced) {

  /** @param leadBytes of a submission's body @param storedBytes that the same lead leaves in the database */
  record Settings(int rounds, int seconds, int warmUpSeconds, List<Integer> connections, List<Integer> recipientDelaysMs,
      int leadBytes, int storedBytes, String database) {}

  /**
   * @param starts each from {@code bin/sluice serve} on an initialised directory to the first 200 of {@code /status}
   * @param serverMb resident memory of the Java machine before any load
   * @param databaseMb of PostgreSQL, what its processes share counted once
   */
  record Idle(List<SluiceServer.Start> starts, double serverMb, double databaseMb) {}

  String table() {
    var text = new StringBuilder();
    line(text, "%s; %s", machine.processor(), machine.system());
    line(text, "load before %.2f, after %.2f; data on %s; %s", machine.loadBefore(), machine.loadAfter(),
        machine.fileSystem(), settings.database());
    line(text, "start: %s; idle memory: server %.0f MB, database %.0f MB",
        String.join(", ", idle.starts().stream().map(start -> start.ms() + " ms (CPU " + start.cpuMs() + ")").toList()),
        idle.serverMb(), idle.databaseMb());
    line(text, "");
    arms.forEach((name, meaning) -> line(text, "%-8s %s", name, meaning));
    line(text, "");
    line(text, "%-8s %5s %5s %9s %19s %6s | %8s %6s %8s %6s %8s | %6s | %18s %6s %6s %6s %6s | %6s", "", "delay", "conns",
        "leads/s", "least … most", "×floor", "p50 ms", "×floor", "p99 ms", "×floor", "p99.9 ms", "errors",
        "CPU µs/lead: server", "JIT", "db", "driver", "later", "RSS MB");
    figures.forEach(each -> line(text, each));
    line(text, "");
    line(text, "at half of that load:");
    halfLoad.forEach(each -> line(text, each));
    line(text, "");
    ratios(text);
    waits(text);
    line(text, "");
    checks.forEach(check -> line(text, "%s", check));
    line(text, balanced ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    return text.toString();
  }

  /** What the targets are about, the same job as the alternative; and how much is left of what any program could do here. */
  private void ratios(StringBuilder text) {
    beside(text, "camel", List.of("deliver", "bare"));
    beside(text, "bare", List.of("deliver"));
    beside(text, "keep", List.of("accept"));
  }

  private void beside(StringBuilder text, String what, List<String> others) {
    for (Figures one : figures) {
      if (one.arm().equals(what) && one.perSecond() > 0) {
        figures.stream().filter(other -> others.contains(other.arm())
            && other.connections() == one.connections() && other.recipientDelayMs() == one.recipientDelayMs())
            .forEach(other -> line(text, "%-7s is %.2f × %s at %d connections, recipient %d ms; CPU per lead %.1f ×",
                other.arm(), other.perSecond() / one.perSecond(), what, other.connections(), other.recipientDelayMs(),
                cpu(other) / cpu(one)));
      }
    }
  }

  /** What the target for waiting is about. */
  private void waits(StringBuilder text) {
    halfLoad.stream().filter(floor -> floor.arm().equals("insert")).findFirst().ifPresent(floor ->
        halfLoad.stream().filter(other -> other != floor).forEach(other ->
            line(text, "%-7s at half its load: p99 %+.1f ms beside the floor's", other.arm(),
                other.p99Ms() - floor.p99Ms())));
  }

  private static double cpu(Figures figures) {
    return figures.serverCpuMicros() + figures.databaseCpuMicros() + figures.laterCpuMicros();
  }

  private static void line(StringBuilder text, Figures each) {
    line(text, "%-8s %5d %5d %9.0f %9.0f … %7.0f %6.2f | %8.2f %6.2f %8.2f %6.2f %8.2f | %6d | "
            + "%19.0f %6.0f %6.0f %6.0f %6.0f | %6.0f",
        each.arm(), each.recipientDelayMs(), each.connections(), each.perSecond(), each.leastPerSecond(),
        each.mostPerSecond(), each.ofFloor(), each.p50Ms(), each.timesFloorP50(), each.p99Ms(), each.timesFloorP99(),
        each.p999Ms(), each.errors(), each.serverCpuMicros(), each.compilerCpuMicros(), each.databaseCpuMicros(),
        each.driverCpuMicros(), each.laterCpuMicros(), each.serverMb());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
