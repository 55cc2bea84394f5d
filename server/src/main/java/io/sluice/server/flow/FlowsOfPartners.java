package io.sluice.server.flow;

import io.sluice.server.account.Accounts;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.partner.PartnerFlows;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of flows when partners come, go, and set their deliveries up (exchange 4.5, 4.6, 4.7, 4.9). */
@Component
class FlowsOfPartners implements PartnerFlows {

  private static final String MINIMAL_FLOW_NAME = "Leads from partners";

  /** The standard entity for any address that takes a form post: what a minimal flow delivers to. */
  private static final EntityId HTTP_RECIPIENT = EntityId.of("5fd036ac93320bfcfed213fd");
  private static final String DEFAULT_OUTBOUND = "leadconduit-default.outbound";

  private final FlowStore store;
  private final FlowDrafts drafts;
  private final FlowChanges changes;
  private final Entities entities;
  private final Fields fields;
  private final Accounts accounts;
  private final JsonMapper json;
  private final Clock clock;

  FlowsOfPartners(FlowStore store, FlowDrafts drafts, FlowChanges changes, Entities entities, Fields fields,
      Accounts accounts, JsonMapper json, Clock clock) {
    this.store = store;
    this.drafts = drafts;
    this.changes = changes;
    this.entities = entities;
    this.fields = fields;
    this.accounts = accounts;
    this.json = json;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void replacePending(AccountId inviter, EntityId pending, Entity.Summary partner) {
    locked(inviter, naming(pending)).forEach(flow ->
        changes.edit(inviter, flow.saved(), document -> document.replaceEntity(pending, partner, true)));
  }

  /** {@code {"flows": [{"id", "saved": {"sources": [{"index", "part"}], "steps": […]}, "deployed": {…}}]}} */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public String removePending(AccountId inviter, EntityId pending) {
    ObjectNode removed = JsonNodeFactory.instance.objectNode();
    for (Both flow : locked(inviter, naming(pending))) {
      ObjectNode entry = removed.withArray("flows").addObject().put("id", flow.saved().id().value());
      entry.set("saved", flow.saved().document().partsNaming(pending));
      flow.deployed().forEach(deployed -> entry.set("deployed", deployed.partsNaming(pending)));
      changes.edit(inviter, flow.saved(), document -> document.removeEntity(pending));
    }
    return json.writeValueAsString(removed);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void restorePending(AccountId inviter, String removed) {
    for (JsonNode entry : json.readTree(removed).path("flows")) {
      store.lock(inviter, FlowId.of(entry.path("id").asString())).ifPresent(flow -> {
        store.deployed(inviter, flow.id()).ifPresent(deployed ->
            changes.deploy(inviter, flow.id(), deployed.document().withParts(entry.path("deployed"))));
        changes.save(inviter, null, flow, flow.document().withParts(entry.path("saved")));
      });
    }
  }

  @Override
  public boolean owns(AccountId account, FlowId flow) {
    return store.find(account, flow).isPresent();
  }

  @Override
  public Optional<FlowId> minimalFlow(AccountId account) {
    return store.minimal(account);
  }

  /** One recipient step, replaced as a whole when the address changes. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public FlowId deliverTo(AccountId account, URI url, String method) {
    Flow flow = minimal(account);
    Entity recipient = entities.find(account, HTTP_RECIPIENT)
        .orElseThrow(() -> new IllegalStateException("the standard entity " + HTTP_RECIPIENT + " is missing"));
    FlowDocument wanted = flow.document().withOnlyStep(recipient.summary(), DEFAULT_OUTBOUND, url, method);
    FlowDocument document = drafts.prepare(account, wanted, flow.document(), clock.instant());
    changes.save(account, null, flow, document);
    changes.deploy(account, flow.id(), document);
    return flow.id();
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Prepared prepareBuyer(
      AccountId buyer, @Nullable FlowId wanted, Entity.Summary seller, List<String> sharedFields) {
    Flow flow = wanted == null ? minimal(buyer) : store.lock(buyer, wanted)
        .orElseThrow(() -> new IllegalStateException("no flow " + wanted + " of account " + buyer));
    KnownFields known = fields.known(buyer); // what the seller calls a field of its own says nothing to the buyer
    List<String> shared = sharedFields.stream().filter(field -> known.find(field).isPresent()).toList();
    return changed(buyer, List.of(flow), document ->
        document.addSource(seller, Entity.DEFAULT_INBOUND).withFields(shared), flow.id());
  }

  @Override
  public List<String> fieldsSharedWith(AccountId seller, EntityId buyer) {
    Set<String> shared = new LinkedHashSet<>();
    for (FlowId id : store.naming(seller, buyer, Set.of(FlowStore.AS_RECIPIENT))) {
      store.find(seller, id).map(Flow::document).ifPresent(document ->
          document.buyerSteps(buyer).forEach(step -> shared.addAll(document.sharedFields(step))));
    }
    return List.copyOf(shared);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Prepared pointSteps(AccountId seller, EntityId buyer, FlowId buyerFlow) {
    List<Flow> flows = locked(seller, document -> !document.buyerSteps(buyer).isEmpty()).stream()
        .map(Both::saved).toList();
    return changed(seller, flows, document -> pointed(document, buyer, buyerFlow), buyerFlow);
  }

  private static FlowDocument pointed(FlowDocument document, EntityId buyer, FlowId buyerFlow) {
    FlowDocument pointed = document;
    for (FlowDocument.BuyerStep step : document.buyerSteps(buyer)) {
      pointed = pointed.mapFlowId(step.id(), buyerFlow);
    }
    return pointed;
  }

  /** All or none: each flow is saved and deployed with the edit (exchange 4.9, rule 9), if every one of them can be. */
  private Prepared changed(AccountId account, List<Flow> flows, UnaryOperator<FlowDocument> edit, FlowId ready) {
    UnaryOperator<FlowDocument> whole = document -> edit.apply(document).withIds(document, clock.instant());
    for (Flow flow : flows) {
      FlowErrors errors = drafts.errorsOf(account, flow.id(), whole.apply(flow.document()));
      if (!errors.isEmpty()) {
        return new Prepared.Impossible(
            "the flow " + flow.document().name() + " cannot be deployed: " + errors.inOneLine());
      }
    }
    for (Flow flow : flows) {
      Flow saved = changes.edit(account, flow, whole);
      if (store.deployed(account, flow.id()).isEmpty()) {
        changes.deploy(account, flow.id(), saved.document());
      }
    }
    return new Prepared.Ready(ready);
  }

  /** The account's minimal flow, made if there is none (exchange 4.7). */
  private Flow minimal(AccountId account) {
    accounts.hold(account); // set-ups with two sellers at once make one flow
    return store.minimal(account).flatMap(id -> store.lock(account, id)).orElseGet(() -> {
      ObjectNode empty = JsonNodeFactory.instance.objectNode().put("name", MINIMAL_FLOW_NAME).put("enabled", true);
      empty.putArray("fields");
      empty.putArray("sources");
      empty.putArray("steps");
      return changes.insert(account, null, FlowId.next(clock.instant()), FlowDocument.of(empty), true)
          .orElseThrow(() -> new IllegalStateException("a new id was taken"));
    });
  }

  private static Predicate<FlowDocument> naming(EntityId entity) {
    return document -> document.sourceEntities().contains(entity) || document.stepEntities().contains(entity);
  }

  /** The saved form, and the deployed one if there is one. */
  private record Both(Flow saved, List<FlowDocument> deployed) {}

  /** The account's flows whose saved or deployed form is looked for, held until the transaction ends. */
  private List<Both> locked(AccountId account, Predicate<FlowDocument> wanted) {
    return store.of(account).stream()
        .flatMap(flow -> store.lock(account, flow.id()).stream())
        .map(flow -> new Both(flow,
            store.deployed(account, flow.id()).map(DeployedFlow::document).stream().toList()))
        .filter(flow -> wanted.test(flow.saved().document()) || flow.deployed().stream().anyMatch(wanted))
        .toList();
  }
}
