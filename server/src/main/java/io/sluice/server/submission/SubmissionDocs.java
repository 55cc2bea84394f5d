package io.sluice.server.submission;

import io.sluice.engine.run.CompiledSource;
import io.sluice.server.flow.DeployedFlow;
import io.sluice.server.flow.Flows;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.lead.inbound.InboundModules;
import io.sluice.server.submission.access.DocAccesses;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Making submission documents, and noting who reads another's. */
@Component
public class SubmissionDocs {

  private final OpenFlows open;
  private final Flows flows;
  private final InboundModules modules;
  private final DocAccesses accesses;

  SubmissionDocs(OpenFlows open, Flows flows, InboundModules modules, DocAccesses accesses) {
    this.open = open;
    this.flows = flows;
    this.modules = modules;
    this.accesses = accesses;
  }

  /** For whoever is known here: who has the address may submit leads, and sees what that takes (decision 0090). */
  public Result<SubmissionDoc, SubmissionDocRefusal> read(
      AccountId reader, @Nullable UserId user, String flowId, String sourceId) {
    return find(reader, flowId, sourceId)
        .map(doc -> noted(reader, user, doc))
        .<Result<SubmissionDoc, SubmissionDocRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new SubmissionDocRefusal.Unknown()));
  }

  /** For the flow's owner and the account behind the source. */
  public Result<SubmissionDoc, SubmissionDocRefusal> readWhole(
      AccountId reader, @Nullable UserId user, String flowId, String sourceId) {
    return find(reader, flowId, sourceId)
        .filter(SubmissionDoc::authorized)
        .map(doc -> noted(reader, user, doc))
        .<Result<SubmissionDoc, SubmissionDocRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new SubmissionDocRefusal.Unknown()));
  }

  private Optional<SubmissionDoc> find(AccountId reader, String flowId, String sourceId) {
    if (!ObjectIds.valid(flowId) || !ObjectIds.valid(sourceId)) {
      return Optional.empty();
    }
    OpenFlow flow = open.open(FlowId.of(flowId)).orElse(null);
    CompiledSource source = flow == null ? null : flow.source(EntityId.of(sourceId)).orElse(null);
    if (flow == null || source == null) {
      return Optional.empty();
    }
    return flows.deployed(flow.account(), flow.id()).map(deployed -> doc(reader, flow, source, deployed));
  }

  private SubmissionDoc doc(AccountId reader, OpenFlow flow, CompiledSource source, DeployedFlow deployed) {
    ObjectNode json = deployed.document().json();
    JsonNode sourceJson = json.path("sources").valueStream()
        .filter(one -> one.path("entity").path("id").asString("").toLowerCase(Locale.ROOT).equals(source.entityId()))
        .findFirst().orElse(json.path("sources").path(0));
    boolean authorized = reader.equals(flow.account())
        || reader.value().equals(source.entityId()); // an account's entity has its id (exchange 4.4)
    List<String> fields = Params.fields(flow.flow().definition());
    Demands demands = Demands.of(fields, flow.flow().definition().acceptanceCriteria(),
        source.definition().acceptanceCriteria());
    boolean pingable = modules.of(source).pingable();
    return new SubmissionDoc(flow, source, json, sourceJson, deployed.deployedAt(), authorized, pingable,
        pingable && flow.leadPingEnabled() && flow.flow().isPingEnabled(), demands,
        Params.of(flow, source, demands));
  }

  private SubmissionDoc noted(AccountId reader, @Nullable UserId user, SubmissionDoc doc) {
    if (!reader.equals(doc.flow().account())) {
      accesses.note(reader, user, doc.flow().account(), doc.flow().id(), EntityId.of(doc.source().entityId()));
    }
    return doc;
  }
}
