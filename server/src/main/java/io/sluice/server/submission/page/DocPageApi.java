package io.sluice.server.submission.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.sluice.server.account.Caller;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.rehearsal.Rehearsals;
import io.sluice.server.submission.SubmissionDoc;
import io.sluice.server.submission.SubmissionDocRefusal;
import io.sluice.server.submission.SubmissionDocs;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** {@code …/docs}: the submission document for people (exchange 3.1). */
@ExchangeApi
class DocPageApi {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final SubmissionDocs docs;
  private final Rehearsals rehearsals;
  private final BaseUrl base;
  private final Clock clock;
  private final Template page = template("document");
  private final Template signIn = template("sign-in");
  private final Template missing = template("missing");

  DocPageApi(SubmissionDocs docs, Rehearsals rehearsals, BaseUrl base, Clock clock) {
    this.docs = docs;
    this.rehearsals = rehearsals;
    this.base = base;
    this.clock = clock;
  }

  /** Open, so that a browser that nobody has signed in is told how, instead of being told off. */
  @OpenToAll
  @GetMapping("/flows/{flow_id}/sources/{source_id}/docs")
  ResponseEntity<byte[]> docs(@Nullable Caller caller, @PathVariable("flow_id") String flowId,
      @PathVariable("source_id") String sourceId, @RequestHeader(name = "Accept", defaultValue = "") String accept) {
    boolean browser = accept.contains("text/html");
    if (caller == null) {
      return browser ? answer(401, signIn, new Object()) : refused(Problem.unauthenticated());
    }
    return switch (docs.readWhole(caller.account(), caller.user(), flowId, sourceId)) {
      case Result.Refused<SubmissionDoc, SubmissionDocRefusal>(SubmissionDocRefusal refusal) ->
          browser ? answer(404, missing, new Object()) : refused(refusal.problem());
      case Result.Done<SubmissionDoc, SubmissionDocRefusal>(SubmissionDoc doc) ->
          answer(200, page, DocPage.of(doc, base, rehearsals, clock.instant()));
    };
  }

  private static ResponseEntity<byte[]> refused(Problem problem) {
    throw new ProblemFound(problem);
  }

  private static ResponseEntity<byte[]> answer(int status, Template template, Object said) {
    return ResponseEntity.status(status).cacheControl(CacheControl.noStore().cachePrivate()).contentType(HTML)
        .body(template.execute(said).getBytes(StandardCharsets.UTF_8));
  }

  /** Everything that is put in is escaped. */
  private static Template template(String name) {
    try (Reader text = read(name)) {
      return Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).strictSections(true)
          .withLoader(DocPageApi::read).compile(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader read(String name) {
    String file = name + ".mustache";
    return new InputStreamReader(Objects.requireNonNull(DocPageApi.class.getResourceAsStream(file), file),
        StandardCharsets.UTF_8);
  }
}
