package io.sluice.engine.run;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submission as the flow sees it: stages 6 to 9 of exchange 3.4, which are inbound mappings, field selection, typing
 * and metadata.
 *
 * @param price the {@code price} parameter, for a source that names its own; null when there is none
 */
record Received(Vars vars, @Nullable Object price) {

  private static final VarPath PRICE = VarPath.of("price");

  /** @param leadId null for a ping, which makes no lead */
  static Received of(
      CompiledFlow flow, CompiledSource source, Submission submission, @Nullable String leadId, Instant at) {
    var parameters = new LinkedHashMap<String, Object>(submission.parameters());
    source.integration.mappings().apply(Vars.viewOf(parameters), parameters);
    if (source.mapsFullName) {
      takeApart(parameters);
    }
    return new Received(vars(flow, source, submission, lead(flow, parameters, leadId, at), at), PRICE.in(parameters));
  }

  /** A source whose senders have one name for all: what else they sent by the names' own names counts more. */
  private static void takeApart(Map<String, Object> parameters) {
    var name = FullName.parse(Values.text(parameters.get(CompiledSource.FULL_NAME)));
    name.fields().forEach((field, part) -> {
      if (!part.isEmpty() && Values.text(parameters.get(field)).isBlank()) {
        parameters.put(field, part);
      }
    });
  }

  /** A submission whose parameters nobody looked at. */
  static Received unread(
      CompiledFlow flow, CompiledSource source, Submission submission, String leadId, Instant at) {
    return new Received(vars(flow, source, submission, Map.of("id", leadId), at), null);
  }

  private static Vars vars(
      CompiledFlow flow, CompiledSource source, Submission submission, Map<String, Object> lead, Instant at) {
    var all = new LinkedHashMap<String, Object>();
    all.put("lead", lead);
    all.put("submission", Map.of("timestamp", at, "ip", submission.ip()));
    all.put("account", account(submission));
    all.put("flow", flow.variables);
    all.put("source", source.variables);
    return Vars.of(all);
  }

  /** What templates and rules are told of the owner. */
  static Map<String, Object> account(Submission submission) {
    var account = new LinkedHashMap<String, Object>();
    account.put("id", submission.account().id());
    if (submission.account().ssoId() != null) {
      account.put("sso_id", submission.account().ssoId());
    }
    account.put("name", submission.account().name());
    return account;
  }

  private static Map<String, Object> lead(
      CompiledFlow flow, Map<String, Object> parameters, @Nullable String leadId, Instant at) {
    var clock = Clock.fixed(at, ZoneOffset.UTC);
    var lead = new LinkedHashMap<String, Object>();
    if (leadId != null) {
      lead.put("id", leadId);
    }
    for (int i = 0; i < flow.fields.size(); i++) {
      var field = flow.fields.get(i);
      var submitted = field.path().in(parameters);
      var value = submitted == null || field.type() == null ? submitted : field.type().parse(submitted, clock);
      if (value != null) {
        lead.putIfAbsent(field.id(), value);
      }
    }
    return lead;
  }
}
