package io.sluice.server.submission.page;

import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.lead.inbound.InboundModule.Written;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.SubmissionExamples;
import io.sluice.server.lead.inbound.SubmissionExamples.Example;
import io.sluice.server.lead.inbound.TransportRefusal;
import io.sluice.server.lead.rehearsal.Rehearsed;
import io.sluice.server.submission.SubmissionDoc;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Requests to copy, each with the answer that this source gave to it, in a rehearsal. */
final class Samples {

  private static final List<String> LABELS = List.of("Form", "Query", "JSON", "XML", "Form, XML answer");

  private final BaseUrl base;
  private final SubmissionDoc doc;
  private final Rehearsing rehearsing;

  Samples(BaseUrl base, SubmissionDoc doc, Rehearsing rehearsing) {
    this.base = base;
    this.doc = doc;
    this.rehearsing = rehearsing;
  }

  /** @param answer as it goes over the wire: status line, headers, body */
  record Sample(String id, String label, boolean first, String curl, String request, String answer) {}

  /** A request that is no submission. */
  record Mistake(int status, String when, String body) {}

  /** One in each format. */
  List<Sample> inEveryFormat(Kind kind, Map<String, String> parameters) {
    List<Example> examples = SubmissionExamples.of(kind, Rehearsing.path(doc), parameters);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      samples.add(sample(kind.name().toLowerCase(Locale.ROOT) + i, LABELS.get(i), i == 0, examples.get(i)));
    }
    return samples;
  }

  /** In JSON. */
  Sample sample(String id, String label, Kind kind, Map<String, String> parameters) {
    return sample(id, label, false, SubmissionExamples.of(kind, Rehearsing.path(doc), parameters).get(2));
  }

  /** What a sender gets whose request is broken, answered by the same reading that meets every request. */
  List<Mistake> mistakes() {
    String submit = Rehearsing.path(doc) + "/submit";
    List<Mistake> mistakes = new ArrayList<>();
    add(mistakes, "The body cannot be parsed.", post(submit, "application/json", "{\"first_name\": "));
    add(mistakes, "redir_url is not an absolute http or https address.",
        new Example("GET", submit + "?redir_url=example.com", Map.of(), Optional.empty()));
    if (doc.source().isAuthenticationRequired()) {
      mistakes.add(new Mistake(401, "Your account's API key is missing or wrong.",
          "{\"error\":\"Unauthorized source\"}"));
    }
    mistakes.add(new Mistake(404, "There is no such flow or source any more.", "{\"error\":\"not found\"}"));
    add(mistakes, "The method is neither GET nor POST.", new Example("PUT", submit, Map.of(), Optional.empty()));
    add(mistakes, "Accept names nothing we can answer in.",
        new Example("GET", submit, Map.of("Accept", "image/png"), Optional.empty()));
    add(mistakes, "The body is of another type.", post(submit, "text/csv", "a,b"));
    add(mistakes, "There is a body without a Content-Type.",
        new Example("POST", submit, Map.of(), Optional.of("first_name=Pat")));
    return mistakes;
  }

  private void add(List<Mistake> mistakes, String when, Example example) {
    if (rehearsing.rehearse(example) instanceof Rehearsed.Refused(TransportRefusal refusal)) {
      mistakes.add(new Mistake(refusal.status(), when, refusal.text()));
    }
  }

  private static Example post(String uri, String contentType, String body) {
    return new Example("POST", uri, Map.of("Content-Type", contentType), Optional.of(body));
  }

  private Sample sample(String id, String label, boolean first, Example example) {
    return new Sample(id, label, first, curl(example), request(example), answer(rehearsing.rehearse(example)));
  }

  private String curl(Example example) {
    StringBuilder curl = new StringBuilder("curl ").append(quoted(base.link(example.uri())));
    if (doc.source().isAuthenticationRequired()) {
      curl.append(" \\\n  -u X:YOUR_API_KEY");
    }
    example.headers().forEach((name, value) -> curl.append(" \\\n  -H ").append(quoted(name + ": " + value)));
    example.body().ifPresent(body -> curl.append(" \\\n  --data-raw ").append(quoted(body)));
    return curl.toString();
  }

  /** As a shell reads it: nothing within single quotes means anything. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private String request(Example example) {
    URI address = base.value();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort());
    if (doc.source().isAuthenticationRequired()) {
      headers.put("Authorization", "Basic base64(X:YOUR_API_KEY)");
    }
    headers.putAll(example.headers());
    return message(example.method() + " " + example.uri() + " HTTP/1.1", headers, example.body().orElse(""));
  }

  private static String answer(Rehearsed rehearsed) {
    return switch (rehearsed) {
      case Rehearsed.OfLead(_, Written written) -> answer(written);
      case Rehearsed.OfPing(_, Written written) -> answer(written);
      case Rehearsed.Refused(TransportRefusal refusal) ->
          message("HTTP/1.1 " + status(refusal.status()), refusal.headers(), refusal.text());
    };
  }

  private static String answer(Written written) {
    return message("HTTP/1.1 " + status(written.status()), written.headers(),
        new String(written.body(), StandardCharsets.UTF_8));
  }

  private static String status(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return status + (known == null ? "" : " " + known.getReasonPhrase());
  }

  private static String message(String line, Map<String, String> headers, String body) {
    StringBuilder message = new StringBuilder(line);
    headers.forEach((name, value) -> message.append('\n').append(name).append(": ").append(value));
    return body.isEmpty() ? message.toString() : message.append("\n\n").append(body).toString();
  }
}
