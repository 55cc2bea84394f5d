package io.sluice.server.submission.page;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.http.body.PercentText;
import io.sluice.server.lead.cap.CapRehearsal;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.SubmissionExamples.Example;
import io.sluice.server.lead.rehearsal.Rehearsals;
import io.sluice.server.lead.rehearsal.Rehearsed;
import io.sluice.server.lead.rehearsal.RehearsedWorld;
import io.sluice.server.submission.SubmissionDoc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Sends a document's examples to its own source, in a rehearsal in which every recipient is content. */
final class Rehearsing {

  private static final String ADDRESS = "203.0.113.7";

  private final Rehearsals rehearsals;
  private final SubmissionDoc doc;
  private Instant now;

  Rehearsing(Rehearsals rehearsals, SubmissionDoc doc, Instant now) {
    this.rehearsals = rehearsals;
    this.doc = doc;
    this.now = now;
  }

  /** The moment the examples are sent; within the hours of operation if there are any. */
  void at(Instant moment) {
    now = moment;
  }

  Instant now() {
    return now;
  }

  Rehearsed rehearse(Example example) {
    Map<String, String> headers = new LinkedHashMap<>();
    example.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    byte[] body = example.body().orElse("").getBytes(StandardCharsets.UTF_8);
    example.body().ifPresent(_ -> headers.put("content-length", Integer.toString(body.length)));
    int mark = example.uri().indexOf('?');
    String path = mark < 0 ? example.uri() : example.uri().substring(0, mark);
    return rehearse(new RawSubmission(example.method(), Kind.of(path), path,
        mark < 0 ? "" : example.uri().substring(mark + 1), headers, body, ADDRESS, now));
  }

  /** The parameters in the query: what is said, not how. */
  Rehearsed rehearse(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
        .append(PercentText.encode(name)).append('=').append(PercentText.encode(value)));
    return rehearse(new RawSubmission("GET", Kind.SUBMIT, path(doc) + "/submit", query.toString(), Map.of(),
        new byte[0], ADDRESS, now));
  }

  private Rehearsed rehearse(RawSubmission request) {
    return rehearsals.rehearse(doc.flow(), doc.source(), request, new RehearsedWorld(now,
        doc.flow().owner().timeZone(), new CapRehearsal(), _ -> StepAnswer.of(StepOutcome.SUCCESS), Map.of()));
  }

  static String path(SubmissionDoc doc) {
    return "/flows/" + doc.flow().id() + "/sources/" + doc.source().entityId();
  }
}
