package io.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

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
    line(text, "%-8s %5s %5s %26s %18s | %8s %6s %8s %6s %8s | %6s | %18s %6s %6s %6s %6s | %9s %6s", "", "delay",
        "conns", "leads/s (least to most)", "×floor", "p50 ms", "×floor", "p99 ms", "×floor", "p99.9 ms", "errors",
        "CPU µs/lead: server", "JIT", "db", "driver", "later", "MB server", "db");
    figures.forEach(each -> line(text, each));
    line(text, "");
    line(text, "at half of that load:");
    halfLoad.forEach(each -> line(text, each));
    line(text, "");
    ratios().forEach(each -> line(text, "%-7s is %s × %s at %d connections, recipient %d ms; CPU per lead %s ×",
        each.one().arm(), each.rate().text("%.2f"), each.other().arm(), each.one().connections(),
        each.one().recipientDelayMs(), each.cpu().text("%.1f")));
    waits(text);
    line(text, "");
    checks.forEach(check -> line(text, "%s", check));
    line(text, balanced ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    return text.toString();
  }

  /** The same figures for documents. */
  String markdown() {
    return Markdown.of(figures, ratios());
  }

  /** What the targets are about, the same job as the alternative; and how much is left of what any program could do here. */
  private List<Markdown.Beside> ratios() {
    return Stream.of(beside("camel", "deliver"), beside("camel", "bare"), beside("bare", "deliver"), beside("keep", "accept"))
        .flatMap(List::stream).toList();
  }

  private List<Markdown.Beside> beside(String other, String one) {
    return figures.stream().filter(each -> each.arm().equals(one)).flatMap(each -> figures.stream()
        .filter(what -> what.arm().equals(other) && what.connections() == each.connections()
            && what.recipientDelayMs() == each.recipientDelayMs())
        .map(what -> new Markdown.Beside(each, what))).toList();
  }

  /** What the target for waiting is about. */
  private void waits(StringBuilder text) {
    halfLoad.stream().filter(floor -> floor.arm().equals("insert")).findFirst().ifPresent(floor ->
        halfLoad.stream().filter(other -> other != floor).forEach(other ->
            line(text, "%-7s at half its load: p99 %s ms beside the floor's", other.arm(),
                other.above(floor, Figures.Round::p99Ms).text("%+.1f"))));
  }

  private static void line(StringBuilder text, Figures each) {
    line(text, "%-8s %5d %5d %26s %18s | %8.2f %6.2f %8.2f %6.2f %8.2f | %6d | %19.0f %6.0f %6.0f %6.0f %6.0f | %9.0f %6.0f",
        each.arm(), each.recipientDelayMs(), each.connections(), each.perSecond().text("%.0f"), each.ofFloor().text("%.2f"),
        each.p50Ms(), each.timesFloorP50().median(), each.p99Ms(), each.timesFloorP99().median(), each.p999Ms(),
        each.errors(), each.serverCpuMicros(), each.compilerCpuMicros(), each.databaseCpuMicros(),
        each.driverCpuMicros(), each.laterCpuMicros(), each.serverMb(), each.databaseMb());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
