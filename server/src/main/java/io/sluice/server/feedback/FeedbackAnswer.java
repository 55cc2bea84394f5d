package io.sluice.server.feedback;

import io.sluice.server.http.body.JsonText;
import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.XmlText;
import io.sluice.server.lead.inbound.InboundModule.Written;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of feedback, as the recipient is told (exchange 13).
 *
 * @param lead the lead's variables, of which a few are told again
 * @param price what the lead was sold for; null for nothing
 */
record FeedbackAnswer(
    String outcome, @Nullable String reason, Map<?, ?> lead, @Nullable BigDecimal price) {

  private static final List<String> TOLD_OF_LEAD = List.of("id", "first_name", "last_name", "email", "phone_1");

  /** @param accept the request's header */
  Written write(@Nullable String accept) {
    String best = MediaRanges.best(accept);
    String type = best == null ? MediaRanges.JSON : best;
    boolean xml = type.equals(MediaRanges.XML) || type.equals(MediaRanges.TEXT_XML);
    byte[] body = (xml ? XmlText.document("result", fields(true)) : JsonText.write(fields(false)))
        .getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(2);
    headers.put("Content-Type", type);
    headers.put("Content-Length", Integer.toString(body.length));
    return new Written(isForbidden() ? 409 : 201, headers, body);
  }

  private boolean isForbidden() {
    return reason != null && reason.toLowerCase(Locale.ROOT).contains("forbidden");
  }

  /** @param all whether what is unknown is named, too: in XML it is an empty element */
  private Map<String, @Nullable Object> fields(boolean all) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    for (String name : TOLD_OF_LEAD) {
      put(told, name, lead.get(name), all);
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "outcome", outcome, all);
    put(fields, "reason", reason, all);
    fields.put("lead", told);
    put(fields, "price", price, all);
    return fields;
  }

  private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Object value, boolean all) {
    if (all || value != null) {
      fields.put(name, value);
    }
  }
}
