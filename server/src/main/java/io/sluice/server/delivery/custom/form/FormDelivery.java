package io.sluice.server.delivery.custom.form;

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
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Posts {@code form_field.*} as a form. */
@Component
final class FormDelivery extends CustomDelivery {

  private static final IntegrationMetadata METADATA = CustomVariables.metadata("Form",
      "Posts the lead as a form",
      List.of(
          Variable.optional("form_field.*", "Form field", "wildcard",
              "A field of the form, such as form_field.email; form_field.phone.0 and .1 send phone twice"),
          Variable.optional("encode_form_field_names", "Encode form field names", "boolean",
              "Names are percent-encoded unless this is set; with it they are sent as they are", "false")));

  FormDelivery(AllowedTargets allowed, AnswerReader answers) {
    super("leadconduit-custom.outbound.form", METADATA, new CustomChecks(allowed), answers);
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    boolean ascii = Mapped.flag(vars, "send_ascii").orElse(false);
    var fields = FormBody.nest(Sent.members(Sent.plain(vars.get("form_field"), ascii)));
    // Observed: any value that is mapped here, be it yes or no, leaves names as they are.
    var body = Pairs.of(fields, true).text(Mapped.text(vars, "encode_form_field_names").isEmpty());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", Headers.FORM + "; charset=utf-8");
    headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    return new Prepared.Ready(new OutboundRequest(Mapped.text(vars, "url").orElse(""), "POST",
        Headers.of(vars, headers), Optional.of(body), Mapped.flag(vars, "follow_redirects").orElse(false)));
  }
}
