package io.sluice.server.simulation;

import io.sluice.engine.type.TypedValue;
import io.sluice.server.event.past.PastLead;
import io.sluice.server.http.body.JsonText;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.lead.inbound.Inbound;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.TransportRefusal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lead to try: one that is given, or one that came in.
 *
 * @param source the entity that is the source
 * @param past what became of it, when it came in
 */
record GivenLead(EntityId source, RawSubmission request, Optional<PastLead> past) {

  /** The request as it came; made anew of what is known when it is not kept any more. */
  static GivenLead of(PastLead lead) {
    String path = "/flows/past/sources/" + lead.source() + "/submit";
    RawSubmission request = lead.request().map(kept -> {
      int mark = kept.uri().indexOf('?');
      Map<String, String> headers = new LinkedHashMap<>(kept.headers());
      byte[] body = kept.body().getBytes(StandardCharsets.UTF_8);
      headers.computeIfPresent("content-length", (_, _) -> Integer.toString(body.length));
      return new RawSubmission(kept.method(), Kind.SUBMIT, path, mark < 0 ? "" : kept.uri().substring(mark + 1),
          headers, body, ip(lead), lead.receivedAt());
    }).orElseGet(() -> new RawSubmission(
        "GET", Kind.SUBMIT, path, "", Map.of(), new byte[0], ip(lead), lead.receivedAt()));
    return new GivenLead(lead.source(), request, Optional.of(lead));
  }

  /**
   * What it says. Of a lead that came in, values that were masked when it was kept are as they were typed then: masked,
   * but as valid as they were.
   */
  InboundReading read() {
    return past.<InboundReading>map(lead -> switch (Inbound.read(request)) {
      case InboundReading.Submitted submitted when lead.request().isPresent() -> remembering(lead, submitted);
      // Not kept, or not readable for the stars in it: what the flow collected then is what is left of it.
      case InboundReading.Submitted submitted ->
          new InboundReading.Submitted(fields(lead, false), submitted.redirUrl());
      case TransportRefusal _ -> new InboundReading.Submitted(fields(lead, false), Optional.empty());
    }).orElseGet(() -> Inbound.read(request));
  }

  /** What lists said about it then, by the name of the check. */
  Map<String, Boolean> listed() {
    Map<String, Boolean> listed = new HashMap<>();
    if (past.isPresent() && past.get().vars().get("suppressionlist") instanceof Map<?, ?> found) {
      found.forEach((name, value) -> {
        if (value instanceof Boolean known) {
          listed.put(String.valueOf(name), known);
        }
      });
    }
    return listed;
  }

  private static InboundReading.Submitted remembering(PastLead lead, InboundReading.Submitted submitted) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(submitted.parameters());
    parameters.putAll(fields(lead, true));
    return new InboundReading.Submitted(parameters, submitted.redirUrl());
  }

  /** By field. @param masked only those that were masked */
  private static Map<String, @Nullable Object> fields(PastLead lead, boolean masked) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (lead.vars().get("lead") instanceof Map<?, ?> known) {
      known.forEach((name, value) -> {
        if (!name.equals("id") && (!masked || value instanceof TypedValue typed && typed.masked())) {
          fields.put(String.valueOf(name), value);
        }
      });
    }
    return fields;
  }

  private static String ip(PastLead lead) {
    return lead.vars().get("submission") instanceof Map<?, ?> submission && submission.get("ip") instanceof String ip
        ? ip : "";
  }

  /** In JSON, from parameters. */
  static byte[] json(Map<String, ?> parameters) {
    return JsonText.write(parameters).getBytes(StandardCharsets.UTF_8);
  }
}
