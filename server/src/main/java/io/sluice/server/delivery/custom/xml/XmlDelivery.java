package io.sluice.server.delivery.custom.xml;

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
import io.sluice.server.delivery.custom.XmlTree;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends {@code xml_path.*} as an XML document, or as one parameter of a form. */
@Component
final class XmlDelivery extends CustomDelivery {

  private static final IntegrationMetadata METADATA = CustomVariables.metadata("XML",
      "Sends the lead as XML",
      List.of(
          Variable.optional("method", "Method", "string", "How it goes; POST unless set", "POST", "PUT", "PATCH"),
          Variable.optional("xml_path.*", "XML path", "wildcard",
              "An element of the document, such as xml_path.lead.email; lead.phone.0 and .1 repeat phone, lead@id is an"
                  + " attribute, lead.note#cdata is character data"),
          Variable.optional("xml_parameter", "XML parameter", "string",
              "Send the document as the value of this form parameter", "doc"),
          Variable.optional("extra_parameter.*", "Extra parameter", "wildcard",
              "A further form parameter beside the document's")));

  XmlDelivery(AllowedTargets allowed, AnswerReader answers) {
    super("leadconduit-custom.outbound.xml", METADATA, new CustomChecks(allowed, "POST", "PUT", "PATCH"), answers);
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    boolean ascii = Mapped.flag(vars, "send_ascii").orElse(false);
    String document;
    try {
      document = XmlTree.of(Sent.members(Sent.plain(vars.get("xml_path"), ascii))).document();
    } catch (XmlTree.Unwritable unwritable) {
      return new Prepared.Unsendable(String.valueOf(unwritable.getMessage()));
    }
    var parameter = Mapped.text(vars, "xml_parameter");
    var body = parameter.isEmpty() ? document : Pairs.of(Map.of(), false).and(parameter.get(), document)
        .and(Pairs.of(Sent.members(Sent.plain(vars.get("extra_parameter"), ascii)), false)).text(true);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", parameter.isEmpty() ? "text/xml" : Headers.FORM);
    headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    return new Prepared.Ready(new OutboundRequest(Mapped.text(vars, "url").orElse(""), CustomChecks.method(vars),
        Headers.of(vars, headers), Optional.of(body), Mapped.flag(vars, "follow_redirects").orElse(false)));
  }
}
