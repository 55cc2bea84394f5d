package io.sluice.server.flow;

import io.sluice.server.changelog.Changelogs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writing flows: the document, its changelog entry, and the word to every node where the deployed form changed. Always
 * within the caller's transaction, and after everything that can be refused was.
 */
@Component
class FlowChanges {

  static final String CHANGELOG_TYPE = "flow";

  private final FlowStore store;
  private final FlowDirectoryStore directory;
  private final OpenFlows open;
  private final Changelogs changelogs;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  FlowChanges(FlowStore store, FlowDirectoryStore directory, OpenFlows open, Changelogs changelogs,
      ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.directory = directory;
    this.open = open;
    this.changelogs = changelogs;
    this.notices = notices;
    this.clock = clock;
  }

  /** Empty when the id is taken. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Flow> insert(
      AccountId account, @Nullable UserId by, FlowId id, FlowDocument document, boolean minimal) {
    if (!directory.claim(account, id)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Flow flow = new Flow(id, document, minimal, now, now);
    store.insert(account, flow);
    log(account, by, null, flow);
    return Optional.of(flow);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public Flow save(AccountId account, @Nullable UserId by, Flow before, FlowDocument document) {
    if (document.equals(before.document())) {
      return before;
    }
    Flow after = before.with(document, clock.instant());
    store.update(account, after);
    log(account, by, before, after);
    return after;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void deploy(AccountId account, FlowId id, FlowDocument document) {
    Optional<FlowDocument> before = store.deployed(account, id).map(DeployedFlow::document);
    store.deploy(account, id, document, clock.instant());
    before.ifPresent(known -> notices.publishEvent(new FlowDeployed(account, id, known, document)));
    directory.changed(account, id);
    open.forgetAfterCommit(id);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void delete(AccountId account, @Nullable UserId by, Flow flow) {
    store.delete(account, flow.id());
    directory.retire(account, flow.id(), clock.instant());
    log(account, by, flow, null);
    open.forgetAfterCommit(flow.id());
  }

  /** What the system itself changes it changes in the saved and in the deployed form alike, if there is one. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Flow edit(AccountId account, Flow flow, UnaryOperator<FlowDocument> edit) {
    FlowDocument saved = edit.apply(flow.document());
    store.deployed(account, flow.id()).map(DeployedFlow::document).ifPresent(deployed -> {
      // Where the two are one they stay one: an edit may give new parts ids, and would not give the same ones twice.
      FlowDocument edited = deployed.equals(flow.document()) ? saved : edit.apply(deployed);
      if (!edited.equals(deployed)) {
        deploy(account, flow.id(), edited);
      }
    });
    return save(account, null, flow, saved);
  }

  /** For what flows are compiled with and is not part of them. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void readAnew(AccountId account) {
    directory.changedAll(account).forEach(open::forgetAfterCommit);
  }

  private void log(AccountId account, @Nullable UserId by, @Nullable Flow before, @Nullable Flow after) {
    Flow named = after == null ? before : after;
    if (named != null) {
      changelogs.record(account, CHANGELOG_TYPE, named.id().value(), by,
          before == null ? null : revision(before), after == null ? null : revision(after));
    }
  }

  /** Errors that came without a change of the flow are no part of its history. */
  private static ObjectNode revision(Flow flow) {
    return flow.document().answered(flow.id(), flow.createdAt(), flow.updatedAt(), FlowErrors.none()).json();
  }
}
