package io.sluice.server.delivery.custom.soap;

import static io.sluice.server.delivery.IntegrationMetadata.Variable.optional;
import static io.sluice.server.delivery.IntegrationMetadata.Variable.required;

import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.call.Exchange;
import io.sluice.server.delivery.call.HttpIntegration;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.credential.OpenedCredential;
import io.sluice.server.delivery.custom.CustomChecks;
import io.sluice.server.delivery.custom.CustomVariables;
import io.sluice.server.delivery.custom.Headers;
import io.sluice.server.delivery.custom.Sent;
import io.sluice.server.delivery.custom.XmlTree;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.custom.soap.ServiceDescription.Operation;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.HttpTransaction;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResponse;
import io.sluice.server.http.body.FormBody;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls a function of a service that describes itself by a WSDL, with {@code arg.*} as its arguments. */
@Component
final class SoapDelivery implements Integration {

  private static final String ACCEPT =
      "text/html,application/xhtml+xml,application/xml,text/xml;q=0.9,*/*;q=0.8";
  private static final Pattern FUNCTION = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
  private static final Pattern DECLARATION = Pattern.compile("xmlns(:[\\p{L}_][\\p{L}\\p{N}_.\\-]*)?");
  private static final Pattern PREFIX = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\-]*");
  private static final Set<String> VERSIONS = Set.of("1.1", "1.2");

  private static final IntegrationMetadata METADATA = CustomVariables.metadataOfItsOwn("SOAP",
      "Calls a SOAP function with the lead as its arguments",
      List.of(
          required("url", "URL", "url", "Where the service's description is (WSDL)", "https://crm.example.com/ws?wsdl"),
          required("function", "Function", "string", "What to call: its name, or Service.Port.Name", "AddLead"),
          optional("version", "Version", "string", "SOAP 1.1 unless set", "1.1", "1.2"),
          optional("arg.*", "Argument", "wildcard",
              "An argument, such as arg.Lead.FirstName; numbers in the path repeat an element, attributes in it make"
                  + " attributes"),
          optional("soap_header.*", "SOAP header", "wildcard",
              "An element of the envelope's header, such as soap_header.Auth.User; Auth@xmlns is an attribute"),
          HttpIntegration.CREDENTIAL,
          optional("basic_username", "User name", "string", "User name for HTTP Basic authentication"),
          optional("basic_password", "Password", "string", "Password for HTTP Basic authentication"),
          optional("bearer_token", "Bearer token", "string", "Token for HTTP Bearer authentication"),
          optional("wss_username", "WS-Security user name", "string", "User name for the envelope's security header"),
          optional("wss_password", "WS-Security password", "string", "Password for the envelope's security header"),
          optional("wss_digest_password", "Digest the password", "boolean",
              "Whether the password is sent as a digest; it is unless set", "false"),
          optional("root_namespace_prefix", "Root namespace prefix", "string", "Another prefix for the root element"),
          optional("root_xmlns_attribute_name", "Root xmlns name", "string",
              "The attribute that declares that prefix", "xmlns:m"),
          optional("root_xmlns_attribute_value", "Root xmlns value", "string", "The namespace it declares"),
          optional("outcome_search_term", "Outcome search term", "string",
              "Text or regular expression that decides the outcome by being found in the answer; without one every"
                  + " answer but a fault is a success", "accepted"),
          optional("outcome_search_path", "Outcome search path", "string",
              "Where in the result to look for the term: a dot path", "Result.status"),
          optional("outcome_on_match", "Outcome on match", "string",
              "The outcome when the term is found; success unless set", "success", "failure", "error"),
          optional("reason_path", "Reason path", "string", "Where the reason stands: a dot path", "Result.message"),
          optional("default_reason", "Default reason", "string", "The reason when it was no success and none is found"),
          optional("price_path", "Price path", "string", "Where the price stands: a dot path", "Result.price"),
          optional("fallback_price", "Fallback price", "number", "The price when none is found; 0 unless set", "1.5"),
          optional("reference_path", "Reference path", "string",
              "Where the recipient's id of the lead stands: a dot path", "Result.id"),
          optional("send_ascii", "Send ASCII", "boolean", "Write letters of other alphabets with those of this one",
              "true"),
          optional("timeout_seconds", "Timeout", "number", "How many seconds to wait, 1 to 360", "30")));

  private final CustomChecks checks;
  private final AnswerReader answers;
  private final Descriptions descriptions;
  private final Clock clock;

  SoapDelivery(AllowedTargets allowed, AnswerReader answers, Clock clock) {
    this.checks = new CustomChecks(allowed);
    this.answers = answers;
    this.descriptions = new Descriptions(clock);
    this.clock = clock;
  }

  @Override
  public String moduleId() {
    return "leadconduit-custom.outbound.soap";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    return checks.problem(vars)
        .or(() -> Mapped.text(vars, "function").isEmpty() ? Optional.of("Function is required") : Optional.empty())
        .or(() -> Mapped.text(vars, "function").filter(name -> !FUNCTION.matcher(name).matches())
            .map(_ -> "Function must have valid name"))
        .or(() -> Mapped.text(vars, "version").filter(version -> !VERSIONS.contains(version))
            .map(_ -> "Must be valid SOAP version: 1.1 or 1.2"));
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    long deadline = System.nanoTime() + delivery.timeout().toNanos();
    var authorization = delivery.credential().flatMap(OpenedCredential::authorization)
        .or(() -> Headers.authorization(delivery.vars()))
        .or(() -> Mapped.text(delivery.vars(), "bearer_token").map(token -> "Bearer " + token));
    var found = descriptions.of(Mapped.text(delivery.vars(), "url").orElse(""), authorization,
        delivery.idempotencyKey(), delivery.timeout(), door);
    return switch (found) {
      case Descriptions.Found.Nothing(var reason, var transactions) -> Delivered.error(reason, transactions);
      case Descriptions.Found.Description(var description) -> {
        boolean soap12 = Mapped.text(delivery.vars(), "version").orElse("1.1").equals("1.2");
        var operation = description.operation(Mapped.text(delivery.vars(), "function").orElse(""), soap12);
        if (operation.isEmpty()) {
          yield Delivered.error("Unsupported SOAP function specified", List.of());
        }
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        yield call(delivery, description, operation.get(), soap12, authorization, left, door);
      }
    };
  }

  private Delivered call(Delivery delivery, ServiceDescription description, Operation operation, boolean soap12,
      Optional<String> authorization, Duration timeout, OutboundDoor door) {
    String body;
    try {
      body = SoapMessage.write(description, operation, arguments(delivery.vars(), "arg"), root(delivery.vars()),
          header(delivery.vars()), soap12);
    } catch (SoapMessage.Unwritable | XmlTree.Unwritable unwritable) {
      return Delivered.error(String.valueOf(unwritable.getMessage()), List.of());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", ACCEPT);
    var action = "\"" + operation.action() + "\"";
    if (soap12) {
      headers.put("Content-Type", "application/soap+xml; charset=utf-8; action=" + action);
    } else {
      headers.put("Content-Type", "text/xml; charset=utf-8");
      headers.put("SOAPAction", action);
    }
    authorization.ifPresent(value -> headers.put("Authorization", value));
    var request = new OutboundRequest(operation.location(), "POST", headers, Optional.of(body));
    return switch (Exchange.of(request, delivery.idempotencyKey(), timeout, door)) {
      case Exchange.Unanswered(var reason, var transactions) -> Delivered.error(reason, kept(transactions));
      case Exchange.Answered(_, var response, var transactions) -> new Delivered(
          event(delivery.vars(), response, SoapAnswer.read(response.body(), description, operation)),
          kept(transactions));
    };
  }

  /** The envelope may hold a password, which no event may. */
  private static List<HttpTransaction> kept(List<HttpTransaction> transactions) {
    return transactions.stream().map(transaction -> {
      var request = transaction.request();
      return new HttpTransaction(
          new HttpTransaction.RequestRecord(request.method(), request.uri(), request.version(), request.headers(),
              WsSecurity.withoutPassword(request.body()), request.timestamp()),
          transaction.response(), transaction.ms());
    }).toList();
  }

  private Map<String, @Nullable Object> event(
      Map<String, ? extends @Nullable Object> vars, OutboundResponse response, SoapAnswer answer) {
    return switch (answer) {
      case SoapAnswer.Fault(var reason) -> error(reason);
      case SoapAnswer.Result _, SoapAnswer.NoEnvelope _ when AnswerReader.isServerError(response.status()) ->
          error("Server error");
      case SoapAnswer.NoEnvelope() -> error("The answer is no SOAP envelope");
      case SoapAnswer.Result(var tree) -> answers.event(vars, tree, response.cookies());
    };
  }

  private static Map<String, @Nullable Object> error(String reason) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", "error");
    event.put("reason", reason);
    return event;
  }

  /** Mapped nested, or with dots in their names (observed). */
  private static Map<String, @Nullable Object> arguments(Map<String, ? extends @Nullable Object> vars, String name) {
    boolean ascii = Mapped.flag(vars, "send_ascii").orElse(false);
    Map<String, @Nullable Object> flat = Sent.members(Sent.plain(vars.get(name), ascii));
    vars.forEach((variable, value) -> {
      if (variable.startsWith(name + ".")) {
        flat.put(variable.substring(name.length() + 1), Sent.plain(value, ascii));
      }
    });
    return FormBody.nest(flat);
  }

  private static Optional<SoapMessage.Root> root(Map<String, ? extends @Nullable Object> vars)
      throws SoapMessage.Unwritable {
    var prefix = Mapped.text(vars, "root_namespace_prefix");
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    var name = Mapped.text(vars, "root_xmlns_attribute_name");
    boolean named = name.map(text -> DECLARATION.matcher(text).matches()).orElse(true);
    if (!named || !PREFIX.matcher(prefix.get()).matches()) {
      throw new SoapMessage.Unwritable("The root element's namespace has no valid name");
    }
    var value = Mapped.text(vars, "root_xmlns_attribute_value").orElse("");
    return Optional.of(new SoapMessage.Root(prefix.get(), name.map(text -> Map.entry(text, value))));
  }

  private String header(Map<String, ? extends @Nullable Object> vars) throws XmlTree.Unwritable {
    var mapped = arguments(vars, "soap_header");
    var user = Mapped.text(vars, "wss_username");
    var security = user.map(name -> WsSecurity.header(name, Mapped.text(vars, "wss_password").orElse(""),
        Mapped.flag(vars, "wss_digest_password").orElse(true), clock.instant())).orElse("");
    return (mapped.isEmpty() ? "" : XmlTree.of(mapped).inOneLine()) + security;
  }
}
