package io.sluice.server.event.stats;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What statistics and reports can say (exchange 16), and for filters what the contract has no column for. */
public sealed interface Column {

  String SUBMITTED = "submitted";

  /** The contract's name. */
  String word();

  /** How often something happened. @param ending an outcome, or {@link #SUBMITTED} */
  record Count(Kind kind, String ending) implements Column {

    private static final String SKIP = "skip";
    private static final VarPath OUTCOME = VarPath.of("outcome");
    private static final VarPath FEEDBACK = VarPath.of("vars.feedback.type");

    @Override
    public String word() {
      return kind.word() + "-" + ending;
    }

    boolean counts(Vars event, String type) {
      if (!kind.type.equals(type) || kind.feedback != null && !kind.feedback.equals(event.get(FEEDBACK))) {
        return false;
      }
      Object outcome = event.get(OUTCOME);
      return ending.equals(SUBMITTED) ? !SKIP.equals(outcome) : ending.equals(outcome);
    }
  }

  /** How many pings were answered, or with success. */
  record Pings(String ending) implements Column {

    @Override
    public String word() {
      return "ping-" + ending;
    }
  }

  /** Sums of money. */
  enum Money implements Column {
    COST, REVENUE;

    @Override
    public String word() {
      return hyphened(this);
    }
  }

  /** Made of other columns. */
  enum Derived implements Column {
    PING_SUCCESS_RATE, PING_WIN_RATE, PROFIT, COST_PER_CONVERSION_RECEIVED_SUCCESS, AVG_COST_PER_LEAD,
    AVG_REVENUE_PER_LEAD;

    @Override
    public String word() {
      return hyphened(this);
    }
  }

  /** What an event is counted as. */
  enum Kind {
    SOURCE("source", null), RECIPIENT("recipient", null), FILTER("filter", null),
    RETURN_RECEIVED("feedback-received", "return"), RETURN_SENT("feedback-sent", "return"),
    CONVERSION_RECEIVED("feedback-received", "conversion"), CONVERSION_SENT("feedback-sent", "conversion");

    private final String type;
    private final @Nullable String feedback;

    Kind(String type, @Nullable String feedback) {
      this.type = type;
      this.feedback = feedback;
    }

    String word() {
      return hyphened(this);
    }

    String type() {
      return type;
    }

    boolean isLater() {
      return feedback != null;
    }

    /** In the order in which they are documented, {@link #SUBMITTED} first. */
    List<String> endings() {
      return this == FILTER ? List.of(SUBMITTED, "continue", "stop", "error")
          : List.of(SUBMITTED, "success", "failure", "error");
    }
  }

  /** All of them by name: the published ones in the order in which they are documented, those of filters behind them. */
  static Map<String, Column> all() {
    List<Column> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.SOURCE, Kind.RECIPIENT, Kind.RETURN_RECEIVED, Kind.RETURN_SENT,
        Kind.CONVERSION_RECEIVED, Kind.CONVERSION_SENT)) {
      kind.endings().forEach(ending -> all.add(new Count(kind, ending)));
    }
    all.addAll(List.of(new Pings(SUBMITTED), new Pings("success"), Derived.PING_SUCCESS_RATE, Derived.PING_WIN_RATE,
        Money.COST, Money.REVENUE, Derived.PROFIT, Derived.COST_PER_CONVERSION_RECEIVED_SUCCESS,
        Derived.AVG_COST_PER_LEAD, Derived.AVG_REVENUE_PER_LEAD));
    Kind.FILTER.endings().forEach(ending -> all.add(new Count(Kind.FILTER, ending)));
    Map<String, Column> byName = new LinkedHashMap<>();
    all.forEach(column -> byName.put(column.word(), column));
    return byName;
  }

  static Optional<Column> named(String name) {
    return Optional.ofNullable(all().get(name.strip()));
  }

  private static String hyphened(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
