package io.sluice.server.delivery.custom;

import static io.sluice.server.delivery.IntegrationMetadata.Variable.optional;
import static io.sluice.server.delivery.IntegrationMetadata.Variable.required;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.call.HttpIntegration;
import java.util.ArrayList;
import java.util.List;

/** The settings that custom deliveries have in common, as people are shown them. */
public final class CustomVariables {

  private static final IntegrationPackage CUSTOM = new IntegrationPackage("leadconduit-custom", "Custom", "Sluice",
      "Sends leads to any web server, in the format and with the names it wants, and reads its answer");

  private static final List<Variable> AUTHORISATION = List.of(
      HttpIntegration.CREDENTIAL,
      optional("basic_username", "User name", "string", "User name for HTTP Basic authentication"),
      optional("basic_password", "Password", "string", "Password for HTTP Basic authentication"),
      optional("header.*", "Header", "wildcard", "A further header to send, such as header.X-Source"));

  private static final List<Variable> ANSWER = List.of(
      optional("outcome_search_term", "Outcome search term", "string",
          "Text or regular expression that decides the outcome by being found in the answer, in any letters' case;"
              + " without one every answer is a success", "accepted", "/status: ok/"),
      optional("outcome_search_path", "Outcome search path", "string",
          "Where in the answer to look for the term: a dot path in JSON, an XPath in XML, a CSS selector in HTML",
          "result.status", "/result/status/text()", "div.status"),
      optional("outcome_on_match", "Outcome on match", "string",
          "The outcome when the term is found; success unless set", "success", "failure", "error"),
      optional("reason_path", "Reason path", "string",
          "Where the reason stands: a dot path in JSON (with * for every member), an XPath in XML, a CSS selector in"
              + " HTML (with @name for an attribute), a regular expression with one group in text", "errors.*.message"),
      optional("default_reason", "Default reason", "string", "The reason when it was no success and none is found"),
      optional("price_path", "Price path", "string", "Where the price stands, written as the reason path is", "bid"),
      optional("fallback_price", "Fallback price", "number", "The price when none is found; 0 unless set", "1.5"),
      optional("reference_path", "Reference path", "string",
          "Where the recipient's id of the lead stands, written as the reason path is", "lead.id"),
      optional("capture.*", "Capture", "wildcard",
          "What else to take from a text or HTML: a regular expression with one group, under a name of your own"),
      optional("cookie_search_term", "Cookie search term", "string",
          "Text or regular expression; the first cookie of the answer that it is found in is appended"),
      optional("response_content_type_override", "Response content type", "string",
          "Read the answer as this type, whatever it says it is", "application/json"));

  private static final List<Variable> REST = List.of(
      optional("follow_redirects", "Follow redirects", "boolean", "Whether to go where the answer points", "true"),
      optional("send_ascii", "Send ASCII", "boolean", "Write letters of other alphabets with those of this one",
          "true"),
      optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30"));

  private static final List<Variable> RESPONSE = List.of(
      optional("outcome", "Outcome", "string", "success, failure or error", "success"),
      optional("reason", "Reason", "string", "Why it was not a success"),
      optional("price", "Price", "number", "What the recipient pays", "1.5"),
      optional("reference", "Reference", "string", "The recipient's id of the lead"),
      optional("cookie", "Cookie", "string", "The cookie that the search term was found in"),
      optional("*", "Answer", "wildcard", "The whole answer, when it is JSON or XML"));

  private CustomVariables() {}

  /** @param own all settings but the URL, of a module that has hardly any in common with the others */
  public static IntegrationMetadata metadataOfItsOwn(String name, String description, List<Variable> own) {
    return new IntegrationMetadata(CUSTOM, Direction.OUTBOUND, name, description, own, RESPONSE);
  }

  /** @param own the settings that the module alone has */
  public static IntegrationMetadata metadata(String name, String description, List<Variable> own) {
    List<Variable> request = new ArrayList<>();
    request.add(required("url", "URL", "url", "Where the lead goes", "https://crm.example.com/leads"));
    request.addAll(own);
    request.addAll(AUTHORISATION);
    request.addAll(ANSWER);
    request.addAll(REST);
    return new IntegrationMetadata(CUSTOM, Direction.OUTBOUND, name, description, List.copyOf(request), RESPONSE);
  }
}
