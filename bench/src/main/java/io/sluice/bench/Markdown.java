package io.sluice.bench;

import java.util.List;
import java.util.Locale;

/** What a run found out, as tables to be put into a document as they are: a row for each combination and arm. */
final class Markdown {

  private static final String HEAD = """
      | Recipient | Connections | Arm | Leads/s | Of the floor | p50 | p99 | p99.9 | CPU a lead: server + database | later | \
      Memory: server + database |
      | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """;
  private static final String RATIOS_HEAD = """
      | Recipient | Connections | Arm | Leads/s | CPU a lead with *later* |
      | ---: | ---: | --- | ---: | ---: |
      """;

  private Markdown() {}

  static String of(List<Figures> figures, List<Beside> ratios) {
    var text = new StringBuilder(HEAD);
    for (Figures each : figures) {
      text.append(String.format(Locale.ROOT,
          "| %d ms | %d | %s | %s | %s | %s ms | %s ms | %s ms | %.0f + %.0f µs | %.0f µs | %.0f + %.0f MB |%n",
          each.recipientDelayMs(), each.connections(), each.arm(), each.perSecond().text("%,.0f"),
          each.ofFloor().text("%.2f"), two(each.p50Ms()), two(each.p99Ms()), two(each.p999Ms()), each.serverCpuMicros(),
          each.databaseCpuMicros(), each.laterCpuMicros(), each.serverMb(), each.databaseMb()));
    }
    text.append('\n').append(RATIOS_HEAD);
    for (Beside each : ratios) {
      text.append(String.format(Locale.ROOT, "| %d ms | %d | %s × %s | %s | %s |%n", each.one().recipientDelayMs(),
          each.one().connections(), each.one().arm(), each.other().arm(), each.rate().text("%.2f"),
          each.cpu().text("%.1f")));
    }
    return text.toString();
  }

  /** Two digits that mean something. */
  private static String two(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.1f" : "%.0f", ms);
  }

  /** One arm as a multiple of another, round by round, at the same connections and the same recipient. */
  record Beside(Figures one, Figures other) {

    Spread rate() {
      return one.times(other, Figures.Round::perSecond);
    }

    Spread cpu() {
      return one.times(other, Figures.Round::cpuMicros);
    }
  }
}
