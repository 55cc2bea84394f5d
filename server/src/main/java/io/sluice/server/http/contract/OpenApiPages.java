package io.sluice.server.http.contract;

import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract itself: as files for programs, as a page for people. */
@ConsoleApi
final class OpenApiPages {

  private static final CacheControl FOR_A_MINUTE = CacheControl.maxAge(1, TimeUnit.MINUTES);
  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

  private final Contract contract;
  private final JsonMapper json;

  OpenApiPages(Contract contract, JsonMapper json) {
    this.contract = contract;
    this.json = json;
  }

  @OpenToAll
  @GetMapping("/openapi/{file}")
  ResponseEntity<byte[]> file(@PathVariable String file) throws IOException {
    int dot = file.lastIndexOf('.');
    JsonNode document = dot < 0 ? null : contract.documents().get(file.substring(0, dot));
    String format = file.substring(dot + 1);
    if (document == null || !format.equals("yaml") && !format.equals("json")) {
      throw new ProblemFound(Problem.notFound());
    }
    boolean asJson = format.equals("json");
    return answer(asJson ? MediaType.APPLICATION_JSON : YAML)
        // Unnamed, a .yaml is saved as f.txt: the framework takes it for something that might be run.
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + file + "\"")
        .body(asJson ? json.writeValueAsBytes(document) : new ClassPathResource("contract/" + file).getContentAsByteArray());
  }

  @OpenToAll
  @GetMapping("/docs")
  ResponseEntity<byte[]> reference() {
    StringBuilder files = new StringBuilder();
    contract.documents().forEach((surface, document) ->
        files.append("""
              <a href="?file=%1$s" data-file="%1$s">%2$s</a>
            """.formatted(surface, document.path("info").path("title").asString(surface))));
    return answer(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8)).body("""
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sluice reference</title>
            <link rel="stylesheet" href="/webjars/swagger-ui/swagger-ui.css">
            <link rel="icon" href="/assets/sluice.svg">
            <link rel="stylesheet" href="/docs/reference.css">
          </head>
          <body>
            <nav>
        %s    </nav>
            <main id="reference"></main>
            <script src="/webjars/swagger-ui/swagger-ui-bundle.js"></script>
            <script src="/docs/reference.js"></script>
          </body>
        </html>
        """.formatted(files).getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity.BodyBuilder answer(MediaType type) {
    return ResponseEntity.ok().cacheControl(FOR_A_MINUTE).contentType(type);
  }
}
