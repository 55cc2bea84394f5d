package io.sluice.server.submission;

import io.sluice.engine.run.AccountSummary;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.JsonNode;

/** {@code …/meta}: the submission document as data (exchange 3.8). */
@ExchangeApi
class MetaApi {

  record NamedJson(String id, String name) {}

  record SourceJson(String id, String name, boolean authenticationRequired) {}

  /** What is agreed between the flow's owner and the account behind the source is null for everybody else. */
  record MetaJson(
      boolean enabled,
      NamedJson account,
      NamedJson flow,
      SourceJson source,
      List<Param> params,
      boolean pingable,
      boolean pingEnabled,
      Instant updatedAt,
      boolean authorizedAccount,
      @Nullable JsonNode hoursOfOperation,
      @Nullable JsonNode acceptanceCriteria,
      @Nullable JsonNode flowAcceptanceCriteria,
      @Nullable JsonNode flowPricing,
      @Nullable JsonNode sourcePricing,
      @Nullable JsonNode flowPricingService,
      @Nullable JsonNode sourcePricingService) {

    static MetaJson of(SubmissionDoc doc) {
      AccountSummary owner = doc.flow().owner();
      return new MetaJson(
          doc.enabled(),
          new NamedJson(owner.id(), owner.name()),
          new NamedJson(doc.flow().id().value(), doc.flow().flow().name()),
          new SourceJson(doc.source().entityId(), doc.source().name(), doc.source().isAuthenticationRequired()),
          doc.params(),
          doc.pingable(),
          doc.pingEnabled(),
          doc.updatedAt(),
          doc.authorized(),
          part(doc.flowJson(), "hours_of_operation"),
          agreed(doc, doc.sourceJson(), "acceptance_criteria"),
          agreed(doc, doc.flowJson(), "acceptance_criteria"),
          agreed(doc, doc.flowJson(), "pricing"),
          agreed(doc, doc.sourceJson(), "pricing"),
          agreed(doc, doc.flowJson(), "pricing_service"),
          agreed(doc, doc.sourceJson(), "pricing_service"));
    }

    private static @Nullable JsonNode agreed(SubmissionDoc doc, JsonNode owner, String property) {
      return doc.authorized() ? part(owner, property) : null;
    }

    private static @Nullable JsonNode part(JsonNode owner, String property) {
      JsonNode part = owner.get(property);
      return part == null || part.isNull() ? null : part;
    }
  }

  private final SubmissionDocs docs;

  MetaApi(SubmissionDocs docs) {
    this.docs = docs;
  }

  @GetMapping("/flows/{flow_id}/sources/{source_id}/meta")
  Answer<MetaJson> meta(
      Member caller, @PathVariable("flow_id") String flowId, @PathVariable("source_id") String sourceId) {
    return Answer.ok(docs.read(caller.account(), caller.user(), flowId, sourceId), MetaJson::of);
  }
}
