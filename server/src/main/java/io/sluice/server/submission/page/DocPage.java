package io.sluice.server.submission.page;

import io.sluice.engine.rule.Rule;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Ran;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.rehearsal.Rehearsals;
import io.sluice.server.lead.rehearsal.Rehearsed;
import io.sluice.server.submission.Param;
import io.sluice.server.submission.Param.Required;
import io.sluice.server.submission.SubmissionDoc;
import io.sluice.server.submission.TypeHint;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the page says, by the names its template uses. */
public record DocPage(
    String flow,
    String source,
    String owner,
    String endpoint,
    String pingEndpoint,
    boolean enabled,
    boolean authenticated,
    boolean pings,
    String updated,
    List<FieldRow> fields,
    boolean collectsNothing,
    List<RuleWords.Line> criteria,
    Terms.Hours hours,
    List<String> prices,
    List<Terms.Reason> reasons,
    List<Samples.Sample> samples,
    boolean accepted,
    String notAccepted,
    List<Samples.Sample> refused,
    List<Samples.Sample> pingSamples,
    List<Samples.Mistake> mistakes) {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  /** @param note what criteria ask of every lead about it */
  record FieldRow(
      String name, String label, String type, String hint, String description, String example, String note,
      boolean required, boolean conditional) {

    static FieldRow of(Param param, List<Rule> demands, String example) {
      String note = demands.stream().map(rule -> RuleWords.demandOfIt(rule, fieldOf(param)))
          .filter(demand -> !demand.isEmpty() && !demand.equals("it is given"))
          .collect(Collectors.joining("; "));
      return new FieldRow(param.name(), param.label(), param.type(), TypeHint.of(param.type()).text(),
          param.description() == null ? "" : param.description(),
          example, note.isEmpty() ? "" : "Only if " + note + ".",
          param.required() == Required.YES, param.required() == Required.CONDITIONAL);
    }
  }

  public boolean hasCriteria() {
    return !criteria.isEmpty();
  }

  public boolean hasReasons() {
    return !reasons.isEmpty();
  }

  public boolean hasRefused() {
    return !refused.isEmpty();
  }

  static DocPage of(SubmissionDoc doc, BaseUrl base, Rehearsals rehearsals, Instant now) {
    Rehearsing rehearsing = new Rehearsing(rehearsals, doc, now);
    Map<String, String> example = ExampleLead.of(doc, rehearsing);
    Samples samples = new Samples(base, doc, rehearsing);
    RuleWords words = new RuleWords(doc.params());
    Terms terms = new Terms(doc, words);
    String refusal = refusal(rehearsing.rehearse(example));
    return new DocPage(
        doc.flow().flow().name(),
        doc.source().name(),
        doc.flow().owner().name(),
        base.link(Rehearsing.path(doc) + "/submit"),
        base.link(Rehearsing.path(doc) + "/ping"),
        doc.enabled(),
        doc.source().isAuthenticationRequired(),
        doc.pingEnabled(),
        DAY.format(doc.updatedAt().atZone(ZoneId.of("UTC"))) + " UTC",
        doc.params().stream().map(param -> FieldRow.of(param, doc.demands().ofEveryLead(fieldOf(param)),
            example.getOrDefault(param.name(), param.examples().getFirst()))).toList(),
        doc.params().stream().allMatch(param -> param.variable() == null),
        terms.criteria(),
        terms.hours(),
        terms.prices(),
        terms.reasons(),
        samples.inEveryFormat(Kind.SUBMIT, example),
        refusal == null,
        refusal == null ? "" : refusal,
        refused(doc, samples, example),
        doc.pingEnabled() ? samples.inEveryFormat(Kind.PING, example) : List.of(),
        samples.mistakes());
  }

  private static String fieldOf(Param param) {
    return param.variable() == null ? "" : param.variable().substring("lead.".length());
  }

  /** Null when the example was accepted. */
  private static @Nullable String refusal(Rehearsed rehearsed) {
    return rehearsed instanceof Rehearsed.OfLead(Ran ran, _) && ran.outcome() != Outcome.SUCCESS
        ? Optional.ofNullable(ran.reason()).orElse(ran.outcome().word()) : null;
  }

  /** The example without the first thing that is needed; nothing where nothing is. */
  private static List<Samples.Sample> refused(SubmissionDoc doc, Samples samples, Map<String, String> example) {
    return doc.params().stream().filter(param -> param.required() == Required.YES && param.variable() != null)
        .findFirst()
        .map(param -> {
          Map<String, String> without = new LinkedHashMap<>(example);
          without.remove(param.name());
          return List.of(samples.sample("refused", "Without " + param.name(), Kind.SUBMIT, without));
        })
        .orElse(List.of());
  }
}
