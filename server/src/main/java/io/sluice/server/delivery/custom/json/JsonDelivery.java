package io.sluice.server.delivery.custom.json;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.call.Prepared;
import io.sluice.server.delivery.custom.CustomChecks;
import io.sluice.server.delivery.custom.CustomDelivery;
import io.sluice.server.delivery.custom.CustomVariables;
import io.sluice.server.delivery.custom.Headers;
import io.sluice.server.delivery.custom.Pairs;
import io.sluice.server.delivery.custom.Sent;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.http.body.FormBody;
import io.sluice.server.http.body.JsonText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends {@code json_property.*} as a JSON document, or as one parameter of a form. */
@Component
final class JsonDelivery extends CustomDelivery {

  private static final IntegrationMetadata METADATA = CustomVariables.metadata("JSON",
      "Sends the lead as JSON",
      List.of(
          Variable.optional("method", "Method", "string", "How it goes; POST unless set",
              "POST", "PUT", "DELETE", "PATCH"),
          Variable.optional("json_property.*", "JSON property", "wildcard",
              "A property of the document, such as json_property.lead.email; numbers in the path make lists"),
          Variable.optional("json_parameter", "JSON parameter", "string",
              "Send the document as the value of this form parameter", "payload"),
          Variable.optional("extra_parameter.*", "Extra parameter", "wildcard",
              "A further form parameter beside the document's")));

  JsonDelivery(AllowedTargets allowed, AnswerReader answers) {
    super("leadconduit-custom.outbound.json", METADATA,
        new CustomChecks(allowed, "POST", "PUT", "DELETE", "PATCH"), answers);
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    boolean ascii = Mapped.flag(vars, "send_ascii").orElse(false);
    var mapped = vars.get("json_property");
    var document = mapped == null ? Optional.<String>empty() : Optional.of(document(Sent.plain(mapped, ascii)));
    var parameter = Mapped.text(vars, "json_parameter");
    var body = parameter.isEmpty() ? document.orElse("") : form(vars, parameter.get(), document, ascii);
    var type = parameter.isEmpty() ? "application/json; charset=utf-8" : Headers.FORM;
    return new Prepared.Ready(new OutboundRequest(Mapped.text(vars, "url").orElse(""), CustomChecks.method(vars),
        Headers.of(vars, Map.of("Content-Type", type)), Optional.of(body),
        Mapped.flag(vars, "follow_redirects").orElse(false)));
  }

  private static String document(@Nullable Object mapped) {
    var members = FormBody.nest(Sent.members(mapped));
    boolean list = mapped instanceof List<?> || !members.isEmpty()
        && members.keySet().stream().allMatch(name -> !name.isEmpty() && Character.isDigit(name.charAt(0)));
    return JsonText.write(list ? inOrder(members) : members);
  }

  /** The members by their numbers, and without gaps (observed). */
  private static List<Object> inOrder(Map<String, @Nullable Object> members) {
    return members.keySet().stream()
        .sorted(Comparator.comparingLong(JsonDelivery::number))
        .<Object>mapMulti((name, list) -> {
          if (members.get(name) instanceof Object member) {
            list.accept(member);
          }
        })
        .toList();
  }

  private static long number(String name) {
    boolean digits = name.length() < 18 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(name) : Long.MAX_VALUE;
  }

  private static String form(
      Map<String, ? extends @Nullable Object> vars, String parameter, Optional<String> document, boolean ascii) {
    var pairs = Pairs.of(Map.of(), false);
    document.ifPresent(json -> pairs.and(parameter, json));
    return pairs.and(Pairs.of(Sent.members(Sent.plain(vars.get("extra_parameter"), ascii)), false)).text(true);
  }
}
