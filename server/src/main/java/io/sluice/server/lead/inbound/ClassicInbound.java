package io.sluice.server.lead.inbound;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.XmlText;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.util.List;

/** Answers in the XML of the system's first generation, whatever the sender accepts (exchange 3.3). */
public final class ClassicInbound implements InboundModule {

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.VARIANTS,
      IntegrationMetadata.Direction.INBOUND,
      "Classic",
      "Takes leads as the standard module does and answers in the XML of LeadConduit Classic",
      OutcomeAnswer.SENT,
      List.of(
          Variable.required("result", "Result", "string", "success, failure or error", "success"),
          Variable.optional("reason", "Reason", "string", "Why it was not a success", "Cap reached"),
          Variable.required("leadId", "Lead ID", "string", "The lead's id here", "5fd4371e940df5a34a3888b2"),
          Variable.required("url", "Link", "url", "Where the flow's owner looks at the lead"),
          Variable.required("price", "Price", "number", "What the lead is bought for, in US dollars", "1.5")));

  private final BaseUrl base;

  public ClassicInbound(BaseUrl base) {
    this.base = base;
  }

  @Override
  public String moduleId() {
    return "leadconduit-standard.inbound.classic";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  /** Bidding came with the second generation. */
  @Override
  public boolean pingable() {
    return false;
  }

  @Override
  public Written write(Kind kind, Told told) {
    var xml = new StringBuilder(400)
        .append("<!DOCTYPE response SYSTEM \"").append(base.link("/dtd/response-v2-basic.dtd"))
        .append("\">\n<response>");
    element(xml, "result", told.outcome() == null ? "" : told.outcome());
    if (told.reason() != null && !told.reason().isEmpty()) {
      element(xml, "reason", told.reason());
    }
    var leadId = told.leadId() == null ? "" : told.leadId();
    element(xml, "leadId", leadId);
    xml.append("\n  <url>\n    <![CDATA[").append(base.link("/leads?id=")).append(leadId).append("]]>\n  </url>");
    element(xml, "price", Values.text(OutcomeAnswer.price(told)));
    return OutcomeAnswer.write(kind, told, MediaRanges.XML, xml.append("\n</response>").toString());
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append("\n  <").append(name).append('>').append(XmlText.escaped(text)).append("</").append(name).append('>');
  }
}
