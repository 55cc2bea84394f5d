package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.PercentText;
import io.sluice.server.http.body.XmlText;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Requests a sender can copy from the submission document (exchange 3.1). */
public final class SubmissionExamples {

  private static final ObjectWriter INDENTED = JsonMapper.shared().writer().with(new DefaultPrettyPrinter()
      .withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
      .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private SubmissionExamples() {}

  /** @param headers with Camel-Case names */
  public record Example(String method, String uri, Map<String, String> headers, Optional<String> body) {}

  /**
   * A form, a query, JSON, XML and a form answered in XML. A ping redirects nobody, so its {@code redir_url} is left
   * out.
   *
   * @param path of the source, without its last word: {@code /flows/…/sources/…}
   */
  public static List<Example> of(Kind kind, String path, Map<String, String> parameters) {
    var fields = new LinkedHashMap<>(parameters);
    var redirUrl = fields.remove("redir_url");
    var redirect = kind == Kind.PING || redirUrl == null ? "" : "redir_url=" + PercentText.encode(redirUrl);
    var form = form(fields);
    var uri = path + (kind == Kind.PING ? "/ping" : "/submit");
    var post = withQuery(uri, redirect);
    var get = withQuery(uri, form.isEmpty() || redirect.isEmpty() ? form + redirect : form + "&" + redirect);
    return List.of(
        post(post, MediaRanges.JSON, MediaRanges.FORM, form),
        new Example("GET", get, Map.of("Accept", MediaRanges.JSON), Optional.empty()),
        post(post, MediaRanges.JSON, MediaRanges.JSON, INDENTED.writeValueAsString(fields)),
        post(post, MediaRanges.TEXT_XML, MediaRanges.TEXT_XML, XmlText.document("lead", fields)),
        post(post, MediaRanges.TEXT_XML, MediaRanges.FORM, form));
  }

  private static Example post(String uri, String accept, String contentType, String body) {
    return new Example("POST", uri, Map.of("Accept", accept, "Content-Type", contentType), Optional.of(body));
  }

  private static String withQuery(String uri, String query) {
    return query.isEmpty() ? uri : uri + "?" + query;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> PercentText.encode(field.getKey()) + "=" + PercentText.encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }
}
